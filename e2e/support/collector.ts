import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

const value = z.object({ stringValue: z.string().optional() }).transform(({ stringValue }) => stringValue)
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .transform((all) => Object.fromEntries(all.map(({ key, value }) => [key, value])))

const span = z.object({
  traceId: z.string().regex(/^[\da-f]{32}$/),
  spanId: z.string().regex(/^[\da-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[\da-f]{16}$/)
    .optional(),
  name: z.string().min(1),
  startTimeUnixNano: z.string().transform(BigInt),
  endTimeUnixNano: z.string().transform(BigInt),
  attributes,
})

/** @see OTLP, JSON Protobuf Encoding: ids are hexadecimal, 64-bit numbers are strings */
const exportRequest = z
  .object({
    resourceSpans: z.array(
      z.object({
        resource: z.object({ attributes }),
        scopeSpans: z.array(z.object({ spans: z.array(span) })),
      }),
    ),
  })
  .transform(({ resourceSpans }) =>
    resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans.map((one) => ({ ...one, resource: resource.attributes }))),
    ),
  )

export type CollectedSpan = z.infer<typeof exportRequest>[number]

async function bodyOf(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** A collector of traces: OTLP over HTTP, in JSON. Keeps each request as it came, headers and body, and the spans in it. */
export async function startCollector() {
  const received: string[] = []
  const spans: CollectedSpan[] = []
  const refused: string[] = []
  async function take(request: IncomingMessage, response: ServerResponse) {
    const body = await bodyOf(request)
    received.push(`${request.method} ${request.url}\n${request.rawHeaders.join('\n')}\n${body}`)
    const parsed = exportRequest.safeParse(request.url === '/v1/traces' ? JSON.parse(body) : undefined)
    if (parsed.success) spans.push(...parsed.data)
    else refused.push(`${request.url}: ${parsed.error.message}`)
    response.writeHead(parsed.success ? 200 : 400, { 'content-type': 'application/json' }).end('{}')
  }
  const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    /** why a request was no OTLP */
    refused,
    received: () => received.join('\n'),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

export type Collector = Awaited<ReturnType<typeof startCollector>>
