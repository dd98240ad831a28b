import { expect, expectRefused, test } from '../../support/dpop'

/** RFC 9449 §4.3, 9: a proof is for one address, however that is spelt. */

const others: [what: string, htu: (origin: string) => string][] = [
  ['another path', (origin) => `${origin}/api/sessions`],
  ['a path below', (origin) => `${origin}/api/me/x`],
  ['another host', () => 'http://attacker.example/api/me'],
  ['another port', (origin) => `${origin.replace(/\d+$/, '1')}/api/me`],
  ['another scheme', (origin) => `${origin.replace('http', 'https')}/api/me`],
  ['no host', () => '/api/me'],
  ['userinfo', (origin) => `${origin.replace('//', '//app@')}/api/me`],
  ['a slash as %2F', (origin) => `${origin}/api%2Fme`],
  ['nothing', () => ''],
]

for (const [what, htu] of others)
  test(`refused: ${what}`, async ({ app, client }) => {
    expectRefused(await client.me(await client.proof({ wrong: { claims: { htu: htu(app.origin) } } })))
  })

const same: [what: string, htu: (origin: string) => string][] = [
  ['a query and a fragment', (origin) => `${origin}/api/me?a=b#c`],
  ['a letter as its escape', (origin) => `${origin}/api/%6De`],
  ['the host in capitals', (origin) => `${origin.replace('localhost', 'LOCALHOST')}/api/me`],
  ['a path that goes up and down', (origin) => `${origin}/api/x/../me`],
]

for (const [what, htu] of same)
  test(`the same address: ${what}`, async ({ app, client }) => {
    const claims = { htu: htu(app.origin) }
    expect((await client.me(await client.proof({ wrong: { claims } }))).status).toBe(200)
  })
