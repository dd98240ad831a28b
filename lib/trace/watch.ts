import 'server-only'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node'
import { kept } from './kept'

export type { ReadableSpan }

/**
 * The spans of one trace, each as it ends.
 * @returns ends the watch
 */
export function watch(traceId: string, see: (span: ReadableSpan) => void): () => void {
  const { watchers } = kept()
  watchers.set(traceId, see)
  return () => void watchers.delete(traceId)
}
