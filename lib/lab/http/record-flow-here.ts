import 'server-only'
import { routeOf } from '@/lib/auth/http/route'
import { flowBySlug } from '../flows'
import { isAtCapacity, recordFlow, type RecordEvent } from '../record-flow'
import { eventStream } from './event-stream'

/** Plays the flow that the path names, and answers a stream of RecordEvents: the recording is in it and nowhere else. */
export const recordFlowRoutes = routeOf(
  { POST: { origin: 'own' } },
  {
    POST: async ({ request, params }) => {
      const flow = flowBySlug(params.slug ?? '')
      if (!flow) return { ok: false, code: 'not_found' }
      if (isAtCapacity()) return { ok: false, code: 'busy' }
      const { signal } = request
      return eventStream<RecordEvent>(signal, (tell) => recordFlow(flow, tell, signal))
    },
  },
)
