import 'server-only'
import { randomBytes } from 'node:crypto'
import { NextResponse, type NextRequest } from 'next/server'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import type { RequestContext } from '../request-context'
import type { CookieWrite } from '../contract'
import { isLookedUp, readForPage, type PageReading, renew, renewalDue } from '../read'
import { browserCookie } from '../parts/cookie'
import { cannotTellPage } from './plain-page'
import { identify } from './identify'
import { shareWithPage } from './page-status'
import { newBrowserCookie } from './pressed-form'
import { pagePolicy } from './response-headers'
import { serialiseCookie } from './answer'

const protectedPages = /^\/(account|admin)(\/|$)/
const formPages = /^\/(|account|admin|sign-in|sign-up|verify-email|forgot-password|reset-password)$/

/**
 * Before a page: a nonce for its scripts, the renewal that a page without JavaScript cannot ask for, and 503 where
 * a page could only say so in words. It protects nothing: each page and handler decides for itself who may see its data.
 */
export async function beforePage(request: NextRequest): Promise<Response> {
  if (!['GET', 'HEAD', 'POST'].includes(request.method)) return wrongMethod()
  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce, request.nextUrl.pathname, env().NODE_ENV === 'development')
  const ctx = identify(request.headers)
  const { cookies, reading } = await before(request, ctx)
  if (request.method !== 'POST' && cookies.length === 0)
    shareWithPage(request.headers, reading ? { ctx, reading } : { ctx })
  const response =
    reading?.state.status === 'unavailable' ? cannotTellPage(nonce) : onward(request, policy, cookies)
  response.headers.set('Content-Security-Policy', policy)
  response.headers.set('Cache-Control', 'no-store')
  if (wantsBrowserCookie(request)) response.headers.append('Set-Cookie', serialiseCookie(newBrowserCookie()))
  return response
}

/** Whether the page has a form, and the browser lacks the cookie by which it is known when it sends the form. */
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

type Before = { cookies: CookieWrite[]; reading?: PageReading }

/** Who is asking, where that decides something here; and the cookies of a renewal, where one is due. */
async function before(request: NextRequest, ctx: RequestContext): Promise<Before> {
  const lookedUp = isLookedUp(ctx.strategy)
  const guarded = protectedPages.test(request.nextUrl.pathname)
  if (!guarded && (lookedUp || !isNavigation(request))) return { cookies: [] }
  const reading = await readForPage(ctx)
  const due = reading.ok && !lookedUp && isNavigation(request) && renewalDue(reading.state, ctx.now)
  return { reading, cookies: due ? await attempted(ctx) : [] }
}

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
