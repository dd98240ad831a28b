import { createHash } from 'node:crypto'
import { expectRefused, test } from '../../support/dpop'

/** RFC 9449 §4.3, 11: a proof is for one access token. */

test('the ath of another token, of none, or of the token in another encoding', async ({ client }) => {
  const { access_token: token } = client.tokens
  const hex = createHash('sha256').update(token).digest('hex')
  for (const ath of [undefined, '', hex, 'A'.repeat(43), 1])
    expectRefused(await client.me(await client.proof({ wrong: { claims: { ath } } })))
  expectRefused(await client.me(await client.proof({ accessToken: `${token}A` })))
})
