import 'server-only'
import type { ReadableSpan } from '@/lib/trace'

/** Reading what was recorded. Attributes are ours, written masked: see `exchangeAttributes` in lib/trace. */

/** Empty where the span has no such attribute. */
export const text = ({ attributes }: ReadableSpan, name: string) => String(attributes[name] ?? '')
/** 0 where the span has no such attribute. */
export const number = ({ attributes }: ReadableSpan, name: string) => Number(attributes[name] ?? 0)

/** Headers or the like, name and value. What was too long to be kept whole is one pair without a name. */
export function pairs(span: ReadableSpan, name: string): [string, string][] {
  const written = text(span, name)
  try {
    return written ? (JSON.parse(written) as [string, string][]) : []
  } catch {
    return [['', written]] // cut: it was too long
  }
}

/** Milliseconds since the epoch. */
export const startMs = ({ startTime: [seconds, nanoseconds] }: ReadableSpan) =>
  seconds * 1000 + nanoseconds / 1e6

/** Milliseconds, with a fraction. */
export const durationMs = ({ duration: [seconds, nanoseconds] }: ReadableSpan) =>
  seconds * 1000 + nanoseconds / 1e6

/** Of each act, its own span and all spans below it, in the order they began. */
export function byAct(spans: ReadableSpan[]): Map<string, ReadableSpan[]> {
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]))
  const actOf = (span: ReadableSpan | undefined): ReadableSpan | undefined =>
    span?.name === 'wire.act' ? span : span && actOf(byId.get(span.parentSpanContext?.spanId ?? ''))
  const acts = new Map<string, ReadableSpan[]>()
  for (const span of spans) {
    const act = actOf(span)
    if (act) acts.set(text(act, 'act.name'), [...(acts.get(text(act, 'act.name')) ?? []), span])
  }
  return acts
}
