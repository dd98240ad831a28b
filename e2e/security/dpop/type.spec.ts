import { expectRefused, test } from '../../support/dpop'

/** RFC 9449 §4.3, 4: typ is dpop+jwt. */

test('another typ, or none; and a critical extension that nobody knows', async ({ client }) => {
  for (const typ of ['JWT', 'at+jwt', 'dbsc+jwt', '', undefined, 1])
    expectRefused(await client.me(await client.proof({ wrong: { header: { typ } } })))
  const [header = '', ...rest] = (await client.proof()).split('.')
  const known = JSON.parse(Buffer.from(header, 'base64url').toString()) as object
  const critical = Buffer.from(JSON.stringify({ ...known, crit: ['x'], x: 1 })).toString('base64url')
  expectRefused(await client.me([critical, ...rest].join('.')))
})
