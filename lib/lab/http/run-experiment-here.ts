import 'server-only'
import { labIsOn } from '@/lib/auth/http/lab'
import { requestOrigin } from '@/lib/auth/http/identify'
import { problem } from '@/lib/auth/http/refusal'
import { experimentBySlug } from '../experiments'
import { isBusy, runExperiment, type RunEvent } from '../run-experiment'
import { lineByLine } from './line-by-line'

/** @returns a stream of RunEvents, one JSON object a line (`application/x-ndjson`) */
export async function runExperimentHere(request: Request, slug: string): Promise<Response> {
  const experiment = labIsOn() ? experimentBySlug(slug) : undefined
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
  return new Response(body, { headers: lineByLine })
}
