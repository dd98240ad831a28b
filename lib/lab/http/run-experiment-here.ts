import 'server-only'
import { requestOrigin } from '@/lib/auth/http/identify'
import { problem } from '@/lib/auth/http/refusal'
import { experimentBySlug } from '../experiments'
import { isBusy, runExperiment, type RunEvent } from '../run-experiment'

/** @returns a stream of RunEvents, one JSON object a line (`application/x-ndjson`) */
export async function runExperimentHere(request: Request, slug: string): Promise<Response> {
  const experiment = experimentBySlug(slug)
  if (!experiment) return problem({ code: 'not_found' })
  if (requestOrigin(request.headers) !== 'own') return problem({ code: 'cross_origin' })
  if (isBusy()) return problem({ code: 'busy' })
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const encoder = new TextEncoder()
      const tell = (event: RunEvent) => {
        if (!request.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`))
      }
      await runExperiment(experiment, tell, request.signal)
      if (!request.signal.aborted) controller.close()
    },
  })
  const headers = { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' }
  return new Response(body, { headers })
}
