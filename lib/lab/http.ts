import 'server-only'
import { withStrategy, type CookieStrategyId, type AuthState, type RequestContext } from '@/lib/auth'
import { json, writeCookies } from '@/lib/auth/http/answer'
import { contextHere } from '@/lib/auth/http/identify'
import { problem, refused } from '@/lib/auth/http/refusal'
import { routeOf } from '@/lib/auth/http/route'
import { optionalStrategyForm } from '@/lib/api-schema'
import { readPageState, readState } from '@/lib/auth/http/page-state'
import { inspectCredential, type CredentialInspection } from './inspection/inspect-credential'
import { flowBySlug } from './flows'
import { isAtCapacity, recordFlow, type RecordEvent } from './record-flow'
import { experimentBySlug } from './experiments'
import { labIsOn } from './is-on'
import { isBusy, runExperiment, type RunEvent } from './run-experiment'

/** `routeOf` for a route of the lab: 404 where the lab is off, also for a request that the edge has let through. */
export const labRoute: typeof routeOf = (methods, handlers) => {
  const route = routeOf(methods, handlers)
  const whereLabIsOn =
    (handler: (typeof route)['GET']): (typeof route)['GET'] =>
    async (request, context) =>
      labIsOn() ? handler(request, context) : problem(refused('not_found'))
  return {
    GET: whereLabIsOn(route.GET),
    HEAD: whereLabIsOn(route.HEAD),
    POST: whereLabIsOn(route.POST),
    PUT: whereLabIsOn(route.PUT),
    PATCH: whereLabIsOn(route.PATCH),
    DELETE: whereLabIsOn(route.DELETE),
    OPTIONS: whereLabIsOn(route.OPTIONS),
  }
}

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

/** `{strategy?}` names the cookie to look at, by default the chosen one's; an Authorization header decides alone. Answers a CredentialInspection. */
export const inspectionRoutes = labRoute(
  { POST: { origin: 'own', body: optionalStrategyForm } },
  {
    POST: async ({ body, ctx }) => json(await inspectCredential(withStrategy(ctx, body.strategy))),
  },
)

/** The same for the cookies of this render. */
export async function inspectHere(strategy: CookieStrategyId): Promise<CredentialInspection> {
  const { presented, now } = await contextHere()
  return inspectCredential({ presented: { ...presented, authorization: null }, strategy, now })
}

/** What one place of the app sees of a request, and whether it may write a cookie there. */
export type ReadPath = { sees: AuthState; writes: 'written' | 'refused' }

const probe = { name: 'read-path', value: 'probe', maxAgeSeconds: 60 }

/** Asks the one question, as a handler with its `ctx` or as a page, and tries to write. Next refuses a cookie where the headers are not its own to send. */
export async function readPathHere(ctx?: RequestContext): Promise<ReadPath> {
  const sees = await (ctx ? readState(ctx) : readPageState())
  try {
    await writeCookies([probe])
    return { sees, writes: 'written' }
  } catch {
    return { sees, writes: 'refused' }
  }
}

/** Plays the flow that the path names, and answers a stream of RecordEvents: the recording is in it and nowhere else. */
export const recordFlowRoutes = labRoute(
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

/** Runs the experiment that the path names, and answers a stream of RunEvents. */
export const runExperimentRoutes = labRoute(
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
