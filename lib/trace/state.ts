import 'server-only'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node'
import { oncePerProcess } from '@/lib/once-per-process'

type TraceState = { isOn: boolean; watchers: Map<string, (span: ReadableSpan) => void> }

export const traceState = oncePerProcess<TraceState>('trace', () => ({ isOn: false, watchers: new Map() }))
