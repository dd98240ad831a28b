import { idsBy } from '@/lib/strategies'
import { Client } from '../../support/client'
import { tokensOf } from '../../support/people'
import { expect, test } from '../../support/dpop'

/** RFC 9449 §7.1, §7.2: a bound token is no bearer token, and a bearer token is not bound. */

test('a bound token as Bearer, with its proof and without', async ({ client }) => {
  for (const proof of [undefined, await client.proof()]) {
    const answer = await client.me(proof, 'Bearer')
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/)
  }
})

for (const strategy of idsBy({ carrier: 'header', proof: 'never' }))
  test(`a ${strategy} token as DPoP, with a proof for it`, async ({ app, owner, client }) => {
    const { access_token: accessToken } = await tokensOf(app, owner, { strategy })
    const dpop = await client.proof({ accessToken })
    const answer = await new Client(app).get('/api/me', { authorization: `DPoP ${accessToken}`, dpop })
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toMatch(/^DPoP error="invalid_token", algs="/)
  })

test('whoever comes without a token is told of both schemes', async ({ app }) => {
  const { headers } = await new Client(app).get('/api/me')
  expect(headers['www-authenticate']).toMatch(
    /^Bearer resource_metadata="[^"]+", DPoP algs="ES256 [^"]+", resource_metadata=/,
  )
})

test('the scheme is case-insensitive, and a cookie beside it does not count', async ({ client }) => {
  expect((await client.me(await client.proof(), 'dpop')).status).toBe(200)
})
