import 'server-only'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node'

type TraceState = { isOn: boolean; watchers: Map<string, (span: ReadableSpan) => void> }

const place = globalThis as { __trace?: TraceState }

/** One a process, also where the bundler has this module twice. */
export const traceState = () => (place.__trace ??= { isOn: false, watchers: new Map() })
