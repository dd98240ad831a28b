import { expectRefused, test } from '../../support/dpop'

/** RFC 9449 §4.3, 8: a proof is for one method. */

for (const method of ['POST', 'get', 'HEAD', ''])
  test(`a proof for "${method}" does not open a GET`, async ({ client }) => {
    expectRefused(await client.me(await client.proof({ method })))
  })
