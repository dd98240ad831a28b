import { Client } from '../../support/client'
import { BoundClient, expect, expectRefused, makeProof, test } from '../../support/dpop'

/** What cannot be ended without the key is not said to have ended; and what a new sign-in replaces, with it, ends. */

const path = '/api/sign-out'

test('a sign-out with the token and without its proof is refused, and ends nothing', async ({
  app,
  client,
}) => {
  const authorization = `DPoP ${client.tokens.access_token}`
  const old = new Date(Date.now() - 100_000)
  for (const dpop of [undefined, await client.proof({ method: 'POST', path, now: old })]) {
    const answer = await new Client(app).send('POST', path, { headers: { authorization, dpop } })
    expect([answer.status, answer.json()]).toMatchObject([401, { code: 'not_authenticated' }])
    expect(answer.headers['www-authenticate']).toContain('DPoP error="invalid_dpop_proof"')
  }
})

test('a sign-in that shows the token of before, with one proof for both, ends its family', async ({
  app,
  owner,
}) => {
  const before = await BoundClient.signIn(app, owner)
  const { email, password } = owner
  const authorization = `DPoP ${before.tokens.access_token}`
  const send = async (nonce?: string) => {
    const dpop = await before.proof({ method: 'POST', path: '/api/token', nonce })
    const json = { email, password, strategy: 'dpop' }
    return new Client(app).post('/api/token', json, { origin: undefined, authorization, dpop })
  }
  const nonce = (await send()).headers['dpop-nonce'] as string
  const answer = await send(nonce)
  expect(answer.status, answer.text).toBe(200)
  expect((await before.refresh()).status).toBe(400)
})

test('a key whose members are no texts is refused, wherever a proof is taken', async ({ app, client }) => {
  const { x } = client.key.publicJwk
  const wrong = { header: { jwk: { ...client.key.publicJwk, x: [x] } } }
  expectRefused(await client.me(await client.proof({ wrong })))
  for (const at of ['/api/token', '/api/token/refresh']) {
    const dpop = await makeProof(app, client.key, { method: 'POST', path: at, wrong })
    const json = {
      email: 'a@example.com',
      password: 'no phrase of anybody',
      strategy: 'dpop',
      refresh_token: 'x',
    }
    const { status } = await new Client(app).post(at, json, { origin: undefined, dpop })
    expect([at, status >= 400 && status < 500]).toEqual([at, true])
  }
})
