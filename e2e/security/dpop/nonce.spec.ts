import { Client } from '../../support/client'
import { expect, makeProof, newKeyPair, test } from '../../support/dpop'

/** RFC 9449 §8, §9: a nonce of the server; by default the token endpoint alone asks for one. */

const path = '/api/token'

test('the token endpoint asks for a nonce of its own, and takes no other', async ({ app, owner }) => {
  const { email, password } = owner
  const key = await newKeyPair()
  const send = async (nonce?: string) => {
    const dpop = await makeProof(app, key, { method: 'POST', path, nonce })
    const json = { email, password, strategy: 'dpop' }
    return new Client(app).post(path, json, { origin: undefined, dpop })
  }
  const first = await send()
  expect([first.status, first.json()]).toMatchObject([400, { code: 'use_dpop_nonce' }])
  const nonce = first.headers['dpop-nonce'] as string
  expect(nonce).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]+$/)
  for (const other of ['', 'x', `${nonce}A`, nonce.slice(1)]) expect((await send(other)).status).toBe(400)
  const good = await send(nonce)
  expect(good.status).toBe(200)
  expect(good.headers['dpop-nonce']).toBeDefined()
})

test('an OAuth client is asked in the words of RFC 6749', async ({ app, client }) => {
  const form = { grant_type: 'refresh_token', refresh_token: client.tokens.refresh_token }
  const dpop = await makeProof(app, client.key, { method: 'POST', path })
  const answer = await new Client(app).send('POST', path, { form, headers: { origin: undefined, dpop } })
  expect([answer.status, answer.json()]).toMatchObject([400, { error: 'use_dpop_nonce' }])
})

test('no proof, no nonce', async ({ app, owner }) => {
  const { email, password } = owner
  const answer = await new Client(app).post(
    path,
    { email, password, strategy: 'dpop' },
    { origin: undefined },
  )
  expect([answer.status, answer.json()]).toMatchObject([400, { code: 'invalid_dpop_proof' }])
  expect(answer.headers['dpop-nonce']).toBeUndefined()
})
