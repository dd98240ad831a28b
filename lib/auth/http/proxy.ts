import 'server-only'
import { NextResponse, type NextRequest } from 'next/server'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import { renewalDue, renew } from '../renew'
import { chosenStrategy, readAs } from '../read'
import type { CookieWrite } from '../contract'
import { cookieAttributes } from '../parts/cookie'
import { strategies } from '../strategies'
import { askingBy } from './presented'
import { pagePolicy } from './response-headers'

/**
 * Before a page: a nonce for its scripts, and the renewal that a page without JavaScript cannot ask for.
 * It guards nothing: each page and handler decides for itself, beside its data.
 */
export async function beforePage(request: NextRequest): Promise<NextResponse> {
  if (!['GET', 'HEAD', 'POST'].includes(request.method)) return wrongMethod()
  const policy = pagePolicy(Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64'), isDevelopment())
  const cookies = isNavigation(request) ? await renewed(request) : []
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('cookie', withCookies(request, cookies))
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('cache-control', 'no-store')
  for (const { name, value, maxAgeSeconds } of cookies)
    response.cookies.set(name, value, { ...cookieAttributes(), maxAge: maxAgeSeconds })
  return response
}

const wrongMethod = () =>
  new NextResponse(null, { status: 405, headers: { Allow: 'GET, HEAD, POST', 'Cache-Control': 'no-store' } })

const isDevelopment = () => env().NODE_ENV === 'development'

/** A person went somewhere: not a prefetch, not data for a page that is open already. */
const isNavigation = ({ method, headers }: NextRequest) =>
  method === 'GET' &&
  headers.get('accept')?.includes('text/html') === true &&
  !headers.has('rsc') &&
  !headers.has('next-router-prefetch') &&
  !headers.get('sec-purpose')?.includes('prefetch')

/** The cookies of a due renewal. When it cannot be done now, the page goes on with what it has. */
async function renewed(request: NextRequest): Promise<CookieWrite[]> {
  const asking = askingBy(request.headers)
  const strategy = chosenStrategy(asking.presented)
  if (strategies[strategy].endsAtOnce) return []
  const now = new Date()
  const reading = await readAs(strategy, asking.presented, now)
  if (!('state' in reading) || !renewalDue(reading.state, now)) return []
  try {
    return (await renew(strategy, asking, now)).cookies
  } catch (error) {
    logFailure('auth.renew', error)
    return []
  }
}

function withCookies(request: NextRequest, writes: CookieWrite[]) {
  const written = new Map(writes.map(({ name, value }) => [name, value]))
  const kept = (request.headers.get('cookie') ?? '').split(';').filter((pair) => !written.has(pair.split('=')[0]!.trim()))
  const fresh = writes.filter(({ value }) => value).map(({ name, value }) => `${name}=${value}`)
  return [...kept, ...fresh].join('; ')
}
