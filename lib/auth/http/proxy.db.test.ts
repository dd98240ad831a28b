import { NextRequest } from 'next/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { env } from '@/lib/env'
import type { CookieStrategyId } from '../contract'
import { browserCookie, sessionCookie, strategyCookie } from '../parts/cookie'
import { lifetimes } from '../parts/lifetimes'
import { startSession } from '../start-session'
import { signOut } from '../sign-out'
import { Jar } from '../testing/jar'
import { duringOutage } from '../testing/outage'
import { makePerson } from '../testing/people'
import { newBrowserCookie } from './pressed-form'
import { beforePage } from './proxy'

const html = { accept: 'text/html,*/*' }

/** Of somebody who has been on a page with a form before. */
async function signedIn(strategy: CookieStrategyId) {
  const jar = new Jar().keep([newBrowserCookie()])
  return jar.keep(
    (await startSession(await makePerson(), 'credentials', strategy, jar.ctx(new Date()))).cookies,
  )
}

function visit(jar: Jar, path = '/', headers: Record<string, string> = html, method = 'GET') {
  const cookie = [...jar.presented.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return beforePage(new NextRequest(env().AUTH_URL + path, { method, headers: { ...headers, cookie } }))
}

const renewedToken = (response: Response) =>
  response.headers.getSetCookie().find((line) => line.startsWith(`${sessionCookie('jwt')}=`))
/** The Cookie header that the page behind will see. */
const passedOn = (response: Response) => response.headers.get('x-middleware-request-cookie')

describe('before a page', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))
  afterEach(() => vi.useRealTimers())
  const wait = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

  it('gives each response a nonce of its own, and hands it to the page', async () => {
    const [one, two] = [await visit(new Jar()), await visit(new Jar())]
    const policy = one.headers.get('content-security-policy')
    expect(policy).toMatch(/script-src 'nonce-[\w+/=]{24}' 'strict-dynamic'/)
    expect(policy).not.toContain('unsafe')
    expect(one.headers.get('x-middleware-request-content-security-policy')).toBe(policy)
    expect(two.headers.get('content-security-policy')).not.toBe(policy)
  })

  it('gives a browser its cookie with a page that has a form, once, and the page does not see it yet', async () => {
    for (const path of ['/', '/sign-in', '/verify-email', '/reset-password', '/account']) {
      const response = await visit(new Jar(), path)
      const [line = ''] = response.headers.getSetCookie()
      expect(line).toMatch(
        new RegExp(`^${browserCookie()}=[\\w-]{22}; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax$`),
      )
      expect(passedOn(response)).not.toContain(browserCookie())
      const known = new Jar().set(browserCookie(), line.split(/[=;]/)[1]!)
      expect((await visit(known, path)).headers.getSetCookie()).toEqual([])
    }
    for (const path of ['/choose', '/api-docs', '/nothing-here'])
      expect((await visit(new Jar(), path)).headers.getSetCookie()).toEqual([])
    expect((await visit(new Jar(), '/sign-in', html, 'POST')).headers.getSetCookie()).toEqual([])
  })

  it('leaves a JWT alone in the first half of its life', async () => {
    const jar = await signedIn('jwt')
    wait(lifetimes().jwtSeconds / 2 - 5)
    expect((await visit(jar)).headers.getSetCookie()).toEqual([])
  })

  it('renews it in the second half, for the browser and for the page behind', async () => {
    const jar = await signedIn('jwt')
    wait(lifetimes().jwtSeconds / 2 + 5)
    const response = await visit(jar)
    const token = renewedToken(response)!
      .slice(`${sessionCookie('jwt')}=`.length)
      .split(';')[0]!
    expect(token).not.toBe(jar.get(sessionCookie('jwt')))
    expect(passedOn(response)).toContain(token)
    expect(passedOn(response)).not.toContain(jar.get(sessionCookie('jwt'))!)
  })

  it.each([
    { rsc: '1' },
    { 'next-router-prefetch': '1' },
    { 'sec-purpose': 'prefetch' },
    { accept: 'application/json' },
  ])('not for what no person asked for: %j', async (headers) => {
    const jar = await signedIn('jwt')
    wait(lifetimes().jwtSeconds / 2 + 5)
    expect((await visit(jar, '/', { ...html, ...headers })).headers.getSetCookie()).toEqual([])
  })

  it('clears a JWT whose session was ended elsewhere', async () => {
    const jar = await signedIn('jwt')
    await signOut('jwt', jar.ctx(new Date()))
    wait(lifetimes().jwtSeconds / 2 + 5)
    const response = await visit(jar)
    expect(renewedToken(response)).toContain('Max-Age=0')
    expect(passedOn(response)).not.toContain(jar.get(sessionCookie('jwt'))!)
  })

  it('goes on with the JWT it has while the database is away', async () => {
    const jar = await signedIn('jwt')
    wait(lifetimes().jwtSeconds / 2 + 5)
    const response = await duringOutage(() => visit(jar, '/account'))
    expect(response.status).toBe(200)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('says 503 for a protected page that a database session cannot be read for, and keeps the cookie', async () => {
    const jar = await signedIn('database')
    const response = await duringOutage(() => visit(jar, '/account'))
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await response.text()).toContain('We cannot tell whether you are signed in')
    expect((await duringOutage(() => visit(jar, '/'))).status).toBe(200)
  })

  it('guards nothing: a stranger is passed on, the page decides', async () => {
    expect((await visit(new Jar(), '/account')).status).toBe(200)
    expect((await visit(new Jar().set(strategyCookie(), 'jwt'), '/admin')).status).toBe(200)
  })

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s of a page is 405', async (method) => {
    const response = await visit(new Jar(), '/', html, method)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST')
  })
})
