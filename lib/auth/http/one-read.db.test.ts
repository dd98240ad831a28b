import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { NextRequest } from 'next/server'
import { expect, it, vi } from 'vitest'
import { pool } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { cookieStrategyIds } from '@/lib/strategies'
import type { CookieStrategyId } from '../contract'
import { sessionCookie } from '../parts/cookie'
import { signOut } from '../sign-out'
import { startSession } from '../start-session'
import { Jar } from '../testing/jar'
import { makePerson } from '../testing/people'
import { readPageState, verifyPageSession } from './page-state'
import { trackExchange } from './page-status'
import { beforePage } from './proxy'

/** GET /account asks who it is in the proxy, the layout, the page and for the account: one row, one query. */

const sent = vi.hoisted(() => ({ headers: new Headers(), cookies: [] as { name: string; value: string }[] }))
vi.mock('next/headers', () => ({
  headers: async () => sent.headers,
  cookies: async () => ({ getAll: () => sent.cookies }),
}))

async function signedIn(strategy: CookieStrategyId) {
  const jar = new Jar()
  const { cookies } = await startSession(await makePerson(), 'credentials', strategy, jar.ctx(new Date()))
  return jar.keep(cookies)
}

/** What arrives, goes through the proxy, and is there for the page. @returns how many queries that took */
async function arrive(jar: Jar, method = 'GET') {
  const incoming = new IncomingMessage(new Socket())
  trackExchange(incoming, new ServerResponse(incoming), '192.0.2.1')
  const pairs = [...jar.presented.cookies].map(([name, value]) => ({ name, value: value! }))
  const cookie = pairs.map(({ name, value }) => `${name}=${value}`).join('; ')
  const headers = { ...(incoming.headers as Record<string, string>), accept: 'text/html', cookie }
  sent.headers = new Headers(headers)
  sent.cookies = pairs
  return queriesOf(() => beforePage(new NextRequest(`${env().AUTH_URL}/account`, { method, headers })))
}

async function queriesOf(work: () => Promise<unknown>) {
  const query = vi.spyOn(pool(), 'query')
  await work()
  const count = query.mock.calls.length
  query.mockRestore()
  return count
}

it('database: the proxy looks the session up, and layout, page and account go on with that', async () => {
  expect(await arrive(await signedIn('database'))).toBe(1)
  expect(await queriesOf(() => readPageState())).toBe(0)
  expect(await queriesOf(() => verifyPageSession())).toBe(0)
  expect(await readPageState()).toMatchObject({ status: 'authenticated', strategy: 'database' })
  expect(await verifyPageSession()).toMatchObject({ ok: true, session: { provider: 'credentials' } })
})

it('jwt: nobody looks it up but what compares it for the account', async () => {
  expect(await arrive(await signedIn('jwt'))).toBe(0)
  expect(await queriesOf(() => readPageState())).toBe(0)
  expect(await queriesOf(() => verifyPageSession())).toBe(1)
})

it('the state of the other strategy in the same browser is its own, not what the proxy read', async () => {
  const jar = await signedIn('database')
  await arrive(jar)
  expect(await readPageState('jwt')).toMatchObject({ status: 'anonymous', because: 'absent' })
})

it.each(cookieStrategyIds)('%s: a session that was ended before the request is refused', async (id) => {
  const jar = await signedIn(id)
  await signOut(id, jar.ctx(new Date()))
  await arrive(jar)
  expect(await verifyPageSession()).toMatchObject({ ok: false, code: 'not_authenticated' })
})

it('what one request was told is nothing for the next one', async () => {
  const jar = await signedIn('database')
  await arrive(jar)
  await arrive(new Jar().set(sessionCookie('database'), 'x'))
  expect(await readPageState()).toMatchObject({ status: 'anonymous', because: 'malformed' })
})

it('after a form the page looks anew: the form may have ended the session', async () => {
  const jar = await signedIn('database')
  await arrive(jar, 'POST')
  await signOut('database', jar.ctx(new Date()))
  expect(await readPageState()).toMatchObject({ status: 'anonymous', because: 'revoked' })
})
