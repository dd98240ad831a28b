import 'server-only'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node'
import { kept } from './kept'

export type { ReadableSpan }

/**
 * The spans of one trace, in the order they begin: each is complete once it has ended.
 * @returns ends the watch
 */
export function watch(traceId: string, see: (span: ReadableSpan) => void): () => void {
  const { watchers } = kept()
  watchers.set(traceId, see)
  return () => void watchers.delete(traceId)
}
