import 'server-only'
import type { NextRequest } from 'next/server'
import type { CookieStrategyId } from '../contract'
import { noteRefusal } from '../http/note-refusal'
import { requestOrigin } from '../http/origin'
import { askingBy } from '../http/presented'
import { problem } from '../http/problem'
import { readText } from '../http/read-body'
import { refusalFor } from '../http/refusal-for'
import { exchange, type Exchanged } from './exchange'
import { flowTo, intentOf, keepIntent, type Flow } from './flow'
import { withCookies, withoutProvider } from './provider-answer'

type Method = 'GET' | 'POST'
type NextHandler = (request: NextRequest) => Promise<Response>

/** What Auth.js offers and this app has open, besides the routes of the providers that are configured. */
const open =
  /^\/api\/auth\/[a-z]+\/(csrf|session|providers|error|verify-request|signin|signout|(signin|callback)\/credentials)$/
const ofProvider = /^\/api\/auth\/[a-z]+\/(signin|callback)\/([\w-]+)$/

/**
 * Auth.js's own routes of one instance, with what it does not do: refuse what comes from another site, keep junk
 * cookies from it, say 503 instead of "signed out" when the database is away, and forbid caching.
 */
export function handlers(strategy: CookieStrategyId) {
  const answer =
    (method: Method): NextHandler =>
    async (request) => {
      try {
        const route = routeOf(request, method)
        if (!route) return problem({ code: 'not_found' })
        if (method === 'POST' && requestOrigin(request.headers) === 'foreign') return crossOrigin(request)
        const body = method === 'POST' ? await readText(request) : undefined
        if (typeof body === 'object') return problem(body)
        const { headers, nextUrl } = request
        const sent = { method, headers, url: new URL(nextUrl.href), body }
        return answered(await exchange(strategy, route.flow, askingBy(headers), sent), route, method)
      } catch (error) {
        return problem(refusalFor(error))
      }
    }
  const wrong = async () => problem({ code: 'method_not_allowed' }, { Allow: 'GET, HEAD, POST' })
  const refused = { PUT: wrong, PATCH: wrong, DELETE: wrong, OPTIONS: wrong }
  return { GET: answer('GET'), HEAD: answer('GET'), POST: answer('POST'), ...refused }
}

type Route = { flow: Flow | null; action?: string }

/** @returns null where nothing is: an action that is not open, a provider that is not configured, a posted answer */
function routeOf({ nextUrl, headers }: NextRequest, method: Method): Route | null {
  if (open.test(nextUrl.pathname)) return { flow: null }
  const [, action, providerId = ''] = ofProvider.exec(nextUrl.pathname) ?? []
  if (!action || (action === 'callback' && method === 'POST')) return null
  const { presented } = askingBy(headers)
  const flow = flowTo(providerId, presented, action === 'signin' ? 'sign-in' : intentOf(presented))
  return flow && { flow, action }
}

/** A provider's answer is met by a person, who gets a page; and it ends what it was for. */
function answered({ response, scope }: Exchanged, { flow, action }: Route, method: Method) {
  if (!flow) return scope.refusal ? problem(scope.refusal) : response
  const isOver = action === 'callback' || method === 'POST'
  return withCookies(withoutProvider(response, scope, action), isOver ? [keepIntent('sign-in')] : [])
}

function crossOrigin({ headers, nextUrl }: NextRequest) {
  noteRefusal({ code: 'cross_origin' }, headers, nextUrl.pathname)
  return problem({ code: 'cross_origin' })
}
