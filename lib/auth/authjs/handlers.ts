import 'server-only'
import { NextRequest } from 'next/server'
import { env } from '@/lib/env'
import type { CookieStrategyId } from '../contract'
import { noteRefusal } from '../http/note-refusal'
import { requestOrigin } from '../http/origin'
import { askingBy } from '../http/presented'
import { problem } from '../http/problem'
import { readText } from '../http/read-body'
import { refusalFor } from '../http/refusal-for'
import { serialiseCookie } from '../http/serialise-cookie'
import { sessionCookie } from '../parts/cookie'
import { redirect } from './config'
import { databaseInstance } from './database'
import { jwtInstance } from './jwt'
import { ownCookies } from './own-cookies'
import { withScope, type Scope } from './scope'

type Instance = ReturnType<typeof databaseInstance>
type NextHandler = (request: NextRequest) => Promise<Response>

const make = { database: databaseInstance, jwt: jwtInstance } as const
const made: Partial<Record<CookieStrategyId, Instance>> = {}
const instance = (strategy: CookieStrategyId) => (made[strategy] ??= make[strategy]())

/** What Auth.js offers and this app has open: credentials only, until ID tokens are verified. */
const open =
  /^\/api\/auth\/[a-z]+\/(csrf|session|providers|error|verify-request|signin|signout|(signin|callback)\/credentials)$/

/**
 * Auth.js's own routes of one instance, with what it does not do: refuse what comes from another site, keep junk
 * cookies from it, say 503 instead of "signed out" when the database is away, and forbid caching.
 */
export function handlers(strategy: CookieStrategyId) {
  const answer =
    (method: 'GET' | 'POST'): NextHandler =>
    async (request) => {
      if (!open.test(request.nextUrl.pathname)) return problem({ code: 'not_found' })
      if (method === 'POST' && requestOrigin(request.headers) === 'foreign') return crossOrigin(request)
      const body = method === 'POST' ? await readText(request) : undefined
      if (typeof body === 'object') return problem(body)
      try {
        const scope = { asking: askingBy(request.headers), now: new Date() }
        return await run(strategy, scope, cleaned(request, strategy, body))
      } catch (error) {
        return problem(refusalFor(error))
      }
    }
  const wrong = async () => problem({ code: 'method_not_allowed' }, { Allow: 'GET, HEAD, POST' })
  const refused = { PUT: wrong, PATCH: wrong, DELETE: wrong, OPTIONS: wrong }
  return { GET: answer('GET'), HEAD: answer('GET'), POST: answer('POST'), ...refused }
}

function crossOrigin({ headers, nextUrl }: NextRequest) {
  noteRefusal({ code: 'cross_origin' }, headers, nextUrl.pathname)
  return problem({ code: 'cross_origin' })
}

function cleaned(request: NextRequest, strategy: CookieStrategyId, body: string | undefined) {
  const headers = new Headers(request.headers)
  headers.set('cookie', ownCookies(request.headers, strategy))
  headers.delete('authorization')
  const url = request.nextUrl.clone()
  const callbackUrl = url.searchParams.getAll('callbackUrl').at(-1)
  if (callbackUrl !== undefined)
    url.searchParams.set('callbackUrl', redirect({ url: callbackUrl, baseUrl: env().AUTH_URL }))
  const method = body === undefined ? 'GET' : 'POST'
  return new NextRequest(url, { method, headers, ...(body !== undefined && { body }) })
}

async function run(strategy: CookieStrategyId, scope: Scope, request: NextRequest): Promise<Response> {
  const method = request.method === 'POST' ? 'POST' : 'GET'
  const response = await withScope(scope, () => instance(strategy).handlers[method](request))
  if (scope.refusal) return problem(scope.refusal)
  return finished(response, strategy, scope)
}

/** Our cookies instead of Auth.js's where we issued some; on a mere read the session cookie is not sent again. */
function finished(response: Response, strategy: CookieStrategyId, { cookies = [] }: Scope) {
  const headers = new Headers(response.headers)
  headers.delete('set-cookie')
  const location = headers.get('location')
  if (location) headers.set('Location', withOwnPath(location))
  headers.set('Cache-Control', 'no-store')
  const session = sessionCookie(strategy)
  for (const cookie of response.headers.getSetCookie())
    if (!cookie.startsWith(`${session}=`) || cookie.startsWith(`${session}=;`))
      headers.append('Set-Cookie', cookie)
  for (const cookie of cookies) headers.append('Set-Cookie', serialiseCookie(cookie))
  return new Response(response.body, { status: response.status, headers })
}

/** Our sign-in page takes a path to come back to, where Auth.js sends it a whole URL. */
function withOwnPath(location: string): string {
  const url = new URL(location, env().AUTH_URL)
  const callbackUrl = url.searchParams.get('callbackUrl')
  if (url.pathname === '/sign-in' && callbackUrl?.startsWith(`${env().AUTH_URL}/`))
    url.searchParams.set('callbackUrl', callbackUrl.slice(env().AUTH_URL.length))
  return url.href
}
