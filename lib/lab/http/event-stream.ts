import 'server-only'

/**
 * What happens while `run` goes on, as it happens: one JSON object a line (`application/x-ndjson`). Nothing is told to
 * whoever has left. @param signal of the request
 */
export function eventStream<Event>(
  signal: AbortSignal,
  run: (tell: (event: Event) => void) => Promise<unknown>,
): Response {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const encoder = new TextEncoder()
      await run((event) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`))
      })
      if (!signal.aborted) controller.close()
    },
  })
  const headers = {
    'Content-Type': 'application/x-ndjson',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no', // nginx would keep all of it until its end
  }
  return new Response(body, { headers })
}
