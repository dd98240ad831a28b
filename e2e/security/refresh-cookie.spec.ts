import { Prover } from '@/lib/client'
import { Client } from '../support/client'
import { parseSetCookie } from '../support/set-cookie'
import type { Person } from '../support/people'
import { during, expect, test } from '../support/troubled'

/** The refresh token of a page's scripts, in a cookie: ASVS 3.3, 3.5.1, 7.4.1, 10.4.5; RFC 9700 §4.14. */

const path = '/api/token/browser'
type Signed = { access_token: string }
type Target = ConstructorParameters<typeof Client>[0]

async function signedInHere(app: Target, { email, password }: Person, strategy = 'hybrid') {
  const client = new Client(app)
  const answer = await client.post(path, { email, password, strategy })
  expect(answer.status).toBe(200)
  return { client, answer, token: answer.json<Signed>().access_token }
}

const me = (app: Target, token: string) =>
  new Client(app).get('/api/me', { authorization: `Bearer ${token}` })

test('the refresh token goes into the cookie and nowhere else', async ({ app, person }) => {
  const { answer } = await signedInHere(app, person)
  expect(Object.keys(answer.json())).toEqual(['access_token', 'token_type', 'expires_in'])
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.setCookies).toHaveLength(1)
  const { name, value, attributes } = parseSetCookie(answer.setCookies[0]!)
  expect(name).toBe('refresh')
  expect(answer.text).not.toContain(value)
  expect(Object.fromEntries(attributes)).toMatchObject({ path, httponly: '', 'max-age': '86400' })
  expect(attributes.get('samesite')?.toLowerCase()).toBe('strict')
})

test('it rotates, and a spent one ends the family', async ({ app, person }) => {
  const { client, token } = await signedInHere(app, person)
  const first = client.jar.copy()
  for (const _ of ['once', 'twice']) {
    const answer = await client.post(`${path}/refresh`)
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.json())).toEqual(['access_token', 'token_type', 'expires_in'])
  }
  expect(client.jar.get('refresh')).not.toBe(first.get('refresh'))
  const thief = new Client(app)
  thief.jar = first
  const refused = await thief.post(`${path}/refresh`)
  expect([refused.status, refused.json().error]).toEqual([400, 'invalid_grant'])
  expect(thief.jar.has('refresh')).toBe(false)
  expect((await client.post(`${path}/refresh`)).status).toBe(400)
  expect((await me(app, token)).status).toBe(401)
})

test('a proof that can be made again leaves the cookie; without the key the cookie is worth nothing', async ({
  app,
  person: { email, password },
}) => {
  const client = new Client(app)
  const refreshWith = (prover?: Prover) => client.api.call(`POST ${path}/refresh`, { json: {}, prover })
  const owner = new Prover(() => app.origin)
  const json = { email, password, strategy: 'dpop' } as const
  expect(await client.api.call(`POST ${path}`, { json, prover: owner })).toMatchObject({ ok: true })

  expect(await refreshWith()).toMatchObject({ status: 400, code: 'invalid_dpop_proof' })
  expect(client.jar.has('refresh')).toBe(true)
  const reloaded = new Prover(() => app.origin, await owner.keyPair()) // the nonce is forgotten, the key is not
  expect(await refreshWith(reloaded)).toMatchObject({ ok: true, value: { token_type: 'DPoP' } })

  const other = new Prover(() => app.origin)
  expect(await refreshWith(other)).toMatchObject({ status: 400, code: 'invalid_grant' })
  expect(client.jar.has('refresh')).toBe(false)
})

test('twenty at once: one successor for all who came in time, and never two', async ({ app, person }) => {
  const { client } = await signedInHere(app, person, 'bearer')
  const before = client.jar.copy()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => {
      const tab = new Client(app)
      tab.jar = before.copy()
      return tab.post(`${path}/refresh`)
    }),
  )
  const given = answers.filter(({ status }) => status === 200)
  expect(answers.filter(({ status }) => ![200, 400].includes(status))).toEqual([]) // 400: came after the answer
  expect(new Set(given.map(({ setCookies }) => parseSetCookie(setCookies[0]!).value)).size).toBe(1)
})

const signs = {
  'no sign at all': { origin: undefined },
  'another origin': { origin: 'https://evil.example' },
  'a page of another site': { 'sec-fetch-site': 'cross-site' },
  'a sibling domain': { 'sec-fetch-site': 'same-site' },
}
for (const [sign, headers] of Object.entries(signs))
  test(`${sign}: neither refreshed nor ended`, async ({ app, person }) => {
    const { client } = await signedInHere(app, person)
    for (const [method, at] of [['POST', `${path}/refresh`] as const, ['DELETE', path] as const]) {
      const answer = await client.send(method, at, { headers, json: method === 'POST' ? {} : undefined })
      expect([answer.status, answer.setCookies], method).toEqual([403, []])
    }
    const { email, password } = person
    expect((await client.post(path, { email, password }, headers)).status).toBe(403)
    expect((await client.post(`${path}/refresh`)).status).toBe(200)
  })

test('an Authorization header decides alone: the cookie does nothing beside it', async ({ app, person }) => {
  const { client, token } = await signedInHere(app, person)
  const headers = { authorization: `Bearer ${token}` }
  expect((await client.post(`${path}/refresh`, {}, headers)).status).toBe(400)
  await client.send('DELETE', path, { headers })
  expect((await client.post(`${path}/refresh`)).status).toBe(200)
})

test('the other endpoints do not look at it', async ({ app, person }) => {
  const { client } = await signedInHere(app, person)
  expect((await client.post('/api/token/refresh', {})).status).toBe(400)
  expect((await client.get('/api/me')).status).toBe(401)
  expect((await client.post('/api/sign-out')).status).toBe(204)
  expect((await client.post(`${path}/refresh`)).status).toBe(200)
})

test('signing out ends the family and clears the cookie; again is no fault', async ({ app, person }) => {
  const { client, token } = await signedInHere(app, person)
  const copy = client.jar.copy()
  const out = await client.send('DELETE', path)
  expect([out.status, out.headers['clear-site-data']]).toEqual([204, '"cache"'])
  expect(client.jar.has('refresh')).toBe(false)
  expect((await me(app, token)).status).toBe(401)
  expect((await client.send('DELETE', path)).status).toBe(204)
  client.jar = copy
  expect((await client.post(`${path}/refresh`)).status).toBe(400)
})

test('junk, twice, and too much in the cookie: invalid_grant, never 500', async ({ app }) => {
  for (const cookie of [
    'refresh=',
    'refresh=x',
    'refresh=a; refresh=b',
    `refresh=${'A'.repeat(43)}`,
    `refresh=${'é'}`,
  ]) {
    const answer = await new Client(app).post(
      `${path}/refresh`,
      {},
      { cookie: Buffer.from(cookie).toString('latin1') },
    )
    expect([answer.status, answer.json().error], cookie).toEqual([400, 'invalid_grant'])
  }
})

test('the database is away: nothing is cleared, nothing claimed', async ({ app, cluster, person }) => {
  const { client, token } = await signedInHere(app, person)
  const kept = client.jar.header
  await during(cluster, app, ['stop', 'start'], async () => {
    for (const answer of [await client.post(`${path}/refresh`), await client.send('DELETE', path)])
      expect([answer.status, answer.setCookies]).toEqual([503, []])
  })
  expect(client.jar.header).toBe(kept)
  expect((await me(app, token)).status).toBe(200)
  expect((await client.post(`${path}/refresh`)).status).toBe(200)
})
