import { beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/accounts'
import { db } from '@/lib/db/prisma-client'
import { clientOf } from '@/lib/auth/testing/client-of'
import { Jar } from '@/lib/auth/testing/jar'
import { makePerson } from '@/lib/auth/testing/people'
import { isCookieStrategy, strategyIds, type StrategyId } from '@/lib/strategies'
import { inspectionRoutes } from '../http'
import { inspectCredential } from './inspect-credential'

/** Both sides of a session, for whoever presents its credential: masked, and nobody else's. */

const now = new Date()

let ada: Person
let eve: Person
beforeAll(async () => {
  ;[ada, eve] = await Promise.all([makePerson(), makePerson()])
})

async function signedIn(strategy: StrategyId, person: Person) {
  const jar = new Jar()
  await clientOf(strategy).startSession(person, jar, now)
  return jar
}

const look = async (strategy: StrategyId, jar: Jar) =>
  inspectCredential(jar.ctx(now, isCookieStrategy(strategy) ? strategy : undefined))

/** Every value that must not be seen: what the client holds, and the digests and sealed values of all rows. */
async function canaries(strategy: StrategyId, jar: Jar) {
  const rows = await db().session.findMany({ include: { refreshTokens: true } })
  const stored = rows.flatMap(({ tokenHash, refreshTokens }) => [
    tokenHash,
    ...refreshTokens.flatMap((token) => [token.tokenHash, token.sealedSuccessor]),
  ])
  const inspection = [clientOf(strategy).credential(jar), jar.tokens.refresh_token]
  return [...stored, ...inspection].filter((value) => typeof value === 'string')
}

describe.each(strategyIds)('%s', (strategy) => {
  it('shows the credential and its row, masked', async () => {
    const jar = await signedIn(strategy, ada)
    const inspection = await look(strategy, jar)
    expect(inspection).toMatchObject({ state: { status: 'authenticated', strategy, user: { id: ada.id } } })
    expect(inspection.rows?.[0]).toMatchObject({ table: 'Session', columns: { strategy } })
    expect(inspection.credential?.redacted).toContain('…')
    expect(inspection.credential!.bytes).toBeGreaterThan(clientOf(strategy).credential(jar).length)
    const secrets = await canaries(strategy, jar)
    expect(secrets.length).toBeGreaterThan(0)
    for (const secret of secrets) expect(JSON.stringify(inspection)).not.toContain(secret)
  })

  it('shows nothing of another session, of the same person or of another', async () => {
    const jar = await signedIn(strategy, ada)
    await Promise.all([signedIn(strategy, eve), signedIn('hybrid', ada)])
    const { rows, sessionId } = await look(strategy, jar)
    expect(rows?.filter(({ table }) => table === 'Session')).toHaveLength(1)
    expect(rows![0]!.columns.id).toContain(sessionId!.slice(-8))
    expect(JSON.stringify(rows)).not.toContain(eve.id.slice(-8))
  })

  it('shows no row when it is gone', async () => {
    const jar = await signedIn(strategy, ada)
    const { sessionId } = await look(strategy, jar)
    await db().session.delete({ where: { id: sessionId! } })
    expect((await look(strategy, jar)).rows).toEqual([])
  })

  it('reads nothing for junk', async () => {
    const junk = clientOf(strategy).holding('junk.of.mine')
    expect(await look(strategy, junk)).toMatchObject({
      state: { status: 'anonymous', because: 'malformed' },
      sessionId: null,
      rows: [],
    })
  })
})

it('tells what anybody can decode from what only the server can', async () => {
  const shapeOf = async (strategy: StrategyId) =>
    (await look(strategy, await signedIn(strategy, ada))).credential
  expect(await shapeOf('database')).toMatchObject({ header: null, claims: null })
  expect(await shapeOf('jwt')).toMatchObject({ header: { alg: 'dir' }, claims: null })
  expect(await shapeOf('bearer')).toMatchObject({ header: { typ: 'at+jwt' }, claims: { sub: ada.id } })
})

describe('POST /api/lab/credential', () => {
  const post = (headers: Record<string, string>, body = '{}') =>
    inspectionRoutes.POST(
      new Request('http://localhost:3000/api/lab/credential', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      }),
      { params: Promise.resolve({}) },
    )
  const own = { origin: process.env.AUTH_URL ?? 'http://localhost:3000' }

  it('answers whom it is asked by: a token alone decides, whatever cookie is beside it', async () => {
    const [cookie, token] = [await signedIn('database', eve), await signedIn('bearer', ada)]
    const answer = await post({
      ...own,
      cookie: `session.database=${clientOf('database').credential(cookie)}`,
      authorization: `Bearer ${token.tokens.access_token}`,
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toMatchObject({ state: { strategy: 'bearer', user: { id: ada.id } } })
  })

  it('refuses another site, unknown fields and what is no JSON', async () => {
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await post({})).status).toBe(403)
    expect((await post(own, '{"userId":"x"}')).status).toBe(422)
    expect((await post(own, '{"strategy":"bearer"}')).status).toBe(422)
    expect((await post(own, '{')).status).toBe(400)
    expect((await post({ ...own, 'content-type': 'text/plain' })).status).toBe(415)
  })
})
