import 'server-only'
import { routeOf } from '@/lib/auth/http/route'
import { experimentBySlug } from '../experiments'
import { isBusy, runExperiment, type RunEvent } from '../run-experiment'
import { eventStream } from './event-stream'

/** Runs the experiment that the path names, and answers a stream of RunEvents. */
export const runExperimentRoutes = routeOf(
  { POST: { origin: 'own' } },
  {
    POST: async ({ request, params }) => {
      const experiment = experimentBySlug(params.slug ?? '')
      if (!experiment) return { ok: false, code: 'not_found' }
      if (isBusy()) return { ok: false, code: 'busy' }
      const { signal } = request
      return eventStream<RunEvent>(signal, (tell) => runExperiment(experiment, tell, signal))
    },
  },
)
