import 'server-only'
import { randomBytes } from 'node:crypto'
import { NextResponse, type NextRequest } from 'next/server'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import type { RequestContext } from '../request-context'
import type { CookieStrategyId, CookieWrite } from '../contract'
import { read } from '../read'
import { renew, renewalDue } from '../renew'
import { strategies } from '../strategies'
import { browserCookie } from '../parts/cookie'
import { cannotTellPage } from './plain-page'
import { identify } from './identify'
import { newBrowserCookie } from './pressed-form'
import { pagePolicy } from './response-headers'
import { serialiseCookie } from './answer'

const protectedPages = /^\/(account|admin)(\/|$)/
const formPages = /^\/(|account|admin|sign-in|sign-up|verify-email|forgot-password|reset-password)$/

/**
 * Before a page: a nonce for its scripts, the renewal that a page without JavaScript cannot ask for, and 503 where
 * a page could only say so in words. It guards nothing: each page and handler decides for itself, beside its data.
 */
export async function beforePage(request: NextRequest): Promise<Response> {
  if (!['GET', 'HEAD', 'POST'].includes(request.method)) return wrongMethod()
  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce, request.nextUrl.pathname, env().NODE_ENV === 'development')
  const cookies = await renewed(request)
  const response = cookies === 'unavailable' ? cannotTellPage(nonce) : onward(request, policy, cookies)
  response.headers.set('Content-Security-Policy', policy)
  response.headers.set('Cache-Control', 'no-store')
  if (wantsBrowserCookie(request)) response.headers.append('Set-Cookie', serialiseCookie(newBrowserCookie()))
  return response
}

/** A form is coming: which browser it comes back from is known by this. The page itself does not see it yet. */
const wantsBrowserCookie = ({ method, nextUrl, cookies }: NextRequest) =>
  method === 'GET' && formPages.test(nextUrl.pathname) && !cookies.has(browserCookie())

const wrongMethod = () =>
  new Response(null, { status: 405, headers: { Allow: 'GET, HEAD, POST', 'Cache-Control': 'no-store' } })

function onward(request: NextRequest, policy: string, cookies: CookieWrite[]) {
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy) // where Next looks for the nonce
  headers.set('cookie', withCookies(request, cookies))
  const response = NextResponse.next({ request: { headers } })
  for (const cookie of cookies) response.headers.append('Set-Cookie', serialiseCookie(cookie))
  return response
}

/** The cookies of a renewal, where one is due. */
async function renewed(request: NextRequest): Promise<CookieWrite[] | 'unavailable'> {
  const ctx = identify(request.headers)
  const { strategy } = ctx
  const guarded = protectedPages.test(request.nextUrl.pathname)
  if (!guarded && (isLookedUp(strategy) || !isNavigation(request))) return []
  const reading = await read(ctx)
  if (!('state' in reading)) return reading.status === 'unavailable' ? 'unavailable' : []
  const due = !isLookedUp(strategy) && isNavigation(request) && renewalDue(reading.state, ctx.now)
  return due ? attempted(ctx) : []
}

/** Nothing to renew: the server looks at every request anyway. */
const isLookedUp = (strategy: CookieStrategyId) => strategies[strategy].traits.lookedUp === 'At every request'

/** A person went somewhere: not a prefetch, not data for a page that is open already. */
const isNavigation = ({ method, headers }: NextRequest) =>
  method === 'GET' &&
  headers.get('accept')?.includes('text/html') === true &&
  !headers.has('rsc') &&
  !headers.has('next-router-prefetch') &&
  !headers.get('sec-purpose')?.includes('prefetch')

/** When it cannot be done now, the page goes on with what it has. */
async function attempted(ctx: RequestContext): Promise<CookieWrite[]> {
  try {
    return (await renew(ctx)).cookies
  } catch (error) {
    logFailure('auth.renew', error)
    return []
  }
}

function withCookies(request: NextRequest, writes: CookieWrite[]) {
  const written = new Set(writes.map(({ name }) => name))
  const pairs = (request.headers.get('cookie') ?? '').split(';')
  const kept = pairs.filter((pair) => !written.has(pair.split('=')[0]!.trim()))
  const fresh = writes.filter(({ value }) => value).map(({ name, value }) => `${name}=${value}`)
  return [...kept, ...fresh].join('; ')
}
