import { expect, expectRefused, test } from '../../support/dpop'

/** RFC 9449 §4.3, 11: a proof is of now, give or take what clocks are apart. */

const wrong: [what: string, claims: (seconds: number) => Record<string, unknown>][] = [
  ['two minutes old', (now) => ({ iat: now - 120 })],
  ['of the future', (now) => ({ iat: now + 60 })],
  ['of no time', () => ({ iat: undefined })],
  ['of a time that is a text', (now) => ({ iat: String(now) })],
  ['of a time beyond all numbers', () => ({ iat: 1e300 })],
  ['ended by its own exp', (now) => ({ exp: now - 10 })],
  ['not yet good by its own nbf', (now) => ({ nbf: now + 60 })],
]

for (const [what, claims] of wrong)
  test(`refused: ${what}`, async ({ client }) => {
    const now = Math.floor(Date.now() / 1000)
    expectRefused(await client.me(await client.proof({ wrong: { claims: claims(now) } })))
  })

test('half a minute old is taken', async ({ client }) => {
  const claims = { iat: Math.floor(Date.now() / 1000) - 30 }
  expect((await client.me(await client.proof({ wrong: { claims } }))).status).toBe(200)
})
