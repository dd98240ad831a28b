import 'server-only'
import type { ReadableSpan, Sampler, SpanProcessor } from '@opentelemetry/sdk-trace-node'
import { env } from '@/lib/env'
import { traceState } from './span'
import { redactedText } from './redacted'

type Service = { name: string; version: string }

const nothingToDo = async () => {}

const masked = (address: string) => redactedText(address.split('?')[0]!)
const maskedWithin = (text: string) => text.replace(/https?:\S+/g, masked)

/**
 * Next notes whole addresses, with the codes and tokens in them, also in the name of a span; and the messages of whatever
 * was thrown.
 */
function redact(span: ReadableSpan) {
  const { attributes, events, status } = span
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value !== 'string') continue
    if (/^(http|url)\./.test(name)) attributes[name] = masked(value)
    if (name.startsWith('next.')) attributes[name] = maskedWithin(value)
  }
  Object.assign(span, { name: maskedWithin(span.name) })
  events.length = 0
  delete status.message
}

/** Before any exporter: whoever watches a trace gets its spans; what no exporter may see is taken out. */
const firstProcessor: SpanProcessor = {
  onStart: (span) => traceState().watchers.get(span.spanContext().traceId)?.(span),
  onEnd: redact,
  forceFlush: nothingToDo,
  shutdown: nothingToDo,
}

/**
 * Where spans go: to whoever watches a trace, and to an OTLP collector where OTEL_EXPORTER_OTLP_ENDPOINT names one. Where neither is, nothing is loaded. Once a process, before it answers anything.
 * @param service what the spans say that they are of
 * @param canBeWatched whether somebody may call `watch` in this process
 */
export async function registerTracing(service: Service, canBeWatched: boolean): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env()
  if (!canBeWatched && !endpoint) return
  const [{ BatchSpanProcessor, NodeTracerProvider, SamplingDecision }, { resourceFromAttributes }] =
    await Promise.all([import('@opentelemetry/sdk-trace-node'), import('@opentelemetry/resources')])
  const { RECORD_AND_SAMPLED, NOT_RECORD } = SamplingDecision
  const isWanted = (traceId: string) => endpoint !== undefined || traceState().watchers.has(traceId)
  const sampler: Sampler = {
    shouldSample: (_, traceId) => ({ decision: isWanted(traceId) ? RECORD_AND_SAMPLED : NOT_RECORD }),
    toString: () => 'watched or exported',
  }
  const exporters = endpoint ? [new BatchSpanProcessor(await collectorAt(endpoint))] : []
  const resource = resourceFromAttributes({
    'service.name': service.name,
    'service.version': service.version,
  })
  new NodeTracerProvider({ resource, sampler, spanProcessors: [firstProcessor, ...exporters] }).register()
  traceState().isOn = true
}

/** @see OpenTelemetry, OTLP Exporter Configuration: traces go to `/v1/traces` below the endpoint */
async function collectorAt(endpoint: string) {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
  return new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` })
}
