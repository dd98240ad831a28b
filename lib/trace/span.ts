import 'server-only'
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node'
import { oncePerProcess } from '@/lib/once-per-process'

/** What goes with a span for whoever watches this trace, and is asked for then only. Masked already. */
export type Tell = (detail: () => Attributes) => void

const untold: Tell = () => {}

/** Whether spans go anywhere: to a watcher, or to a collector. Elsewhere `span` is its work and nothing else. */
export const tracingIsOn = () => traceState().isOn

/**
 * Does `work` as a span of the current trace. A failure is marked by its class alone: messages may hold what they should not.
 * @param name dotted, as of events in the log
 * @param attributes exported too: nothing secret, nobody's name
 */
export const span = <Result>(
  name: string,
  work: (tell: Tell) => Promise<Result>,
  attributes: Attributes = {},
): Promise<Result> => (tracingIsOn() ? started(name, work, attributes, context.active()) : work(untold))

/** The same as the first span of a trace of its own. @param begun is told the id of the trace, before `work` */
export const rootSpan = <Result>(
  name: string,
  begun: (traceId: string) => void,
  work: () => Promise<Result>,
) => {
  const traceId = crypto.randomUUID().replaceAll('-', '')
  begun(traceId)
  const parent = { traceId, spanId: traceId.slice(16), traceFlags: 1, isRemote: true }
  return started(name, work, {}, trace.setSpanContext(ROOT_CONTEXT, parent))
}

const started = <Result>(
  name: string,
  work: (tell: Tell) => Promise<Result>,
  attributes: Attributes,
  parent: Context,
) =>
  trace.getTracer('bothways').startActiveSpan(name, { attributes }, parent, async (active) => {
    try {
      return await work(tellerOf(active))
    } catch (error) {
      active.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' })
      throw error
    } finally {
      active.end()
    }
  })

const tellerOf = (active: Span): Tell =>
  traceState().watchers.has(active.spanContext().traceId)
    ? (detail) => active.setAttributes(detail())
    : untold

/** What ties a request to the current trace. @see W3C Trace Context §3.2 */
export function traceHeaders(): Record<string, string> {
  const headers = {}
  propagation.inject(context.active(), headers)
  return headers
}

type TraceState = { isOn: boolean; watchers: Map<string, (span: ReadableSpan) => void> }

/** Whether spans are recorded in this process, and who watches which trace (by its id). */
export const traceState = oncePerProcess<TraceState>('trace', () => ({ isOn: false, watchers: new Map() }))

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
