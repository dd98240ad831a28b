import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ReadableSpan } from '.'
import { traceState } from './span'

const token = 'Zk3_9fQw7LmN2xVb8RtYc5HdGj1KpSaUeIoXnMqW4vB'
const outside = { canBeWatched: false }
const service = { name: 'an app', version: '1.2.3' }
const nobody = 'http://127.0.0.1:1'

/** A start with these settings, in a process that has not traced before. */
async function started({ canBeWatched, ...settings }: Record<string, string | boolean>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, String(value))
  const loaded = vi.fn()
  vi.doMock('@opentelemetry/sdk-trace-node', async (original) => {
    loaded()
    return original()
  })
  vi.resetModules()
  const tracing = await import('.')
  await tracing.registerTracing(service, canBeWatched === true)
  return { ...tracing, loaded }
}

afterEach(() => {
  for (const api of [trace, context, propagation]) api.disable()
  traceState.forget()
})

const isRecording = async () => trace.getActiveSpan()?.isRecording() ?? false

/** Does `work` in a trace that is watched. @returns the spans of it, but for the first */
async function watched(
  { rootSpan, watch }: Awaited<ReturnType<typeof started>>,
  work: () => Promise<unknown>,
) {
  const spans: ReadableSpan[] = []
  let unwatch = () => {}
  await rootSpan('root', (id) => (unwatch = watch(id, (span) => spans.push(span))), work).catch(() => {})
  unwatch()
  return spans.slice(1)
}

describe('where nobody listens', () => {
  it('loads no SDK, and a span is its work and nothing else', async () => {
    const { loaded, span, tracingIsOn } = await started(outside)
    const detail = vi.fn(() => ({}))
    expect(await span('name', async (tell) => (tell(detail), isRecording()))).toBe(false)
    expect(trace.getTracer('any').startSpan('name').isRecording()).toBe(false)
    expect(tracingIsOn()).toBe(false)
    expect(loaded).not.toHaveBeenCalled()
    expect(detail).not.toHaveBeenCalled()
  })
})

describe('where traces may be watched', () => {
  it('records nothing that is not watched, and asks for no detail of it', async () => {
    const { loaded, span } = await started({ canBeWatched: true })
    const detail = vi.fn(() => ({}))
    expect(await span('name', async (tell) => (tell(detail), isRecording()))).toBe(false)
    expect(loaded).toHaveBeenCalledOnce()
    expect(detail).not.toHaveBeenCalled()
  })

  it('shows a watched trace in the order it began, until the watch ends', async () => {
    const tracing = await started({ canBeWatched: true })
    const inner = () => tracing.span('inner', async (tell) => tell(() => ({ told: 'yes' })))
    const spans = await watched(tracing, () => tracing.span('outer', inner, { given: 1 }))
    await inner()
    expect(spans.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['outer', { given: 1 }],
      ['inner', { told: 'yes' }],
    ])
    expect(spans[1]?.parentSpanContext?.spanId).toBe(spans[0]?.spanContext().spanId)
  })

  it('says of a failure its class alone, and nothing of what it said', async () => {
    const tracing = await started({ canBeWatched: true })
    const failing = async () => {
      trace.getActiveSpan()?.recordException(new TypeError(token))
      throw new TypeError(token)
    }
    const [span] = await watched(tracing, () => tracing.span('failing', failing))
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR })
    expect(span?.events).toEqual([])
  })

  it('takes codes and tokens out of the addresses that the framework notes', async () => {
    const tracing = await started({ canBeWatched: true })
    const url = `http://a.test/interaction/${token}?code=short`
    const [span] = await watched(tracing, async () =>
      trace
        .getTracer('next.js')
        .startSpan(`fetch GET ${url}`, {
          attributes: {
            'http.url': url,
            'url.full': url,
            'http.target': `/cb?code=short`,
            'next.span_name': url,
          },
        })
        .end(),
    )
    expect(span?.name).toBe('fetch GET http://a.test/interaction/Zk3_…vB')
    expect(JSON.stringify(span?.attributes)).not.toMatch(/short|9fQw7/)
    expect(span?.attributes['http.target']).toBe('/cb')
  })
})

it('with a collector everything is recorded, also where none is watched, and says what it is from', async () => {
  const { span } = await started({ ...outside, OTEL_EXPORTER_OTLP_ENDPOINT: nobody })
  const seen = await span('name', async () => trace.getActiveSpan())
  expect((seen as unknown as ReadableSpan).resource.attributes).toMatchObject({
    'service.name': 'an app',
    'service.version': '1.2.3',
  })
  expect(await span('name', isRecording)).toBe(true)
})
