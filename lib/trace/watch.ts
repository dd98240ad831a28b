import 'server-only'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node'
import { traceState } from './state'

export type { ReadableSpan }

/**
 * The spans of one trace, in the order they begin: each is complete once it has ended.
 * @returns ends the watch
 */
export function watch(traceId: string, see: (span: ReadableSpan) => void): () => void {
  const { watchers } = traceState()
  watchers.set(traceId, see)
  return () => void watchers.delete(traceId)
}
