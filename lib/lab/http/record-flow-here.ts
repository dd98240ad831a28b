import 'server-only'
import { requestOrigin } from '@/lib/auth/http/identify'
import { problem } from '@/lib/auth/http/refusal'
import { flowBySlug } from '../flows'
import { isAtCapacity, recordFlow, type RecordEvent } from '../record-flow'

/** @returns a stream of RecordEvents, one JSON object a line; the recording is in it and nowhere else */
export async function recordFlowHere(request: Request, slug: string): Promise<Response> {
  const flow = flowBySlug(slug)
  if (!flow) return problem({ code: 'not_found' })
  if (requestOrigin(request.headers) !== 'own') return problem({ code: 'cross_origin' })
  if (isAtCapacity()) return problem({ code: 'busy' })
  const { signal } = request
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const encoder = new TextEncoder()
      const tell = (event: RecordEvent) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`))
      }
      await recordFlow(flow, tell, signal)
      if (!signal.aborted) controller.close()
    },
  })
  const headers = { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' }
  return new Response(body, { headers })
}
