import 'server-only'
import { NextRequest } from 'next/server'
import { env } from '@/lib/env'
import type { Asking } from '../asking'
import type { CookieStrategyId } from '../contract'
import { serialiseCookie } from '../http/serialise-cookie'
import { sessionCookie } from '../parts/cookie'
import { redirect } from './config'
import { databaseInstance } from './database'
import type { Flow } from './flow'
import { jwtInstance } from './jwt'
import { ownCookies } from './own-cookies'
import { newScope, withScope, type Scope } from './scope'

type Instance = ReturnType<typeof databaseInstance>

const make = { database: databaseInstance, jwt: jwtInstance } as const
const made = new Map<string, Instance>()

/** Auth.js for a strategy, once a process; and once for each way of asking a provider. */
function instance(strategy: CookieStrategyId, flow: Flow | null): Instance {
  const name = JSON.stringify([strategy, flow && [flow.provider.id, flow.plain, flow.again]])
  const known = made.get(name) ?? make[strategy](flow)
  made.set(name, known)
  return known
}

type Sent = { method: 'GET' | 'POST'; url: URL; headers: Headers; body?: string | undefined }
export type Exchanged = { response: Response; scope: Scope }

/** Hands a request to Auth.js, without what it must not see, and its answer back, with the cookies that we issued. */
export async function exchange(
  strategy: CookieStrategyId,
  flow: Flow | null,
  asking: Asking,
  sent: Sent,
): Promise<Exchanged> {
  const scope = newScope(asking, flow)
  const request = cleaned(sent, ownCookies(asking.presented, strategy, flow), flow)
  const { handlers } = instance(strategy, flow)
  const response = await withScope(scope, () => handlers[sent.method](request))
  return { response: finished(response, strategy, scope), scope }
}

function cleaned({ method, url, headers: sent, body }: Sent, cookie: string, flow: Flow | null) {
  const headers = new Headers(sent)
  headers.set('cookie', cookie)
  headers.delete('authorization')
  const asked = new URL(url)
  if (flow && method === 'POST') asked.search = '' // what stands there would go into the authorization request
  const callbackUrl = asked.searchParams.getAll('callbackUrl').at(-1)
  if (callbackUrl !== undefined)
    asked.searchParams.set('callbackUrl', redirect({ url: callbackUrl, baseUrl: env().AUTH_URL }))
  return new NextRequest(asked, { method, headers, ...(body !== undefined && { body }) })
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
