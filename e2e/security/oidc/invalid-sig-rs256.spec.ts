import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { byAnotherKey, changedAfterwards } from '../../support/hostile-provider/signing'

/** oidcc-client-test-invalid-sig-rs256: Core §3.1.3.7 (6), ASVS 6.8.2. */

const flipped = (part: string) => (part.startsWith('A') ? 'B' : 'A') + part.slice(1)
/** An address that nobody has here: one that is taken would be refused whoever signed. */
const withAnotherAddress = (payload: string) => {
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  return Buffer.from(JSON.stringify({ ...claims, email: 'changed@provider.example' })).toString('base64url')
}

refusesUnderEach('by another key under the same name', { sign: byAnotherKey() })
refuses('a signature with one character changed', {
  sign: changedAfterwards(({ header, payload, signature }) => [header, payload, flipped(signature)]),
})
refuses('claims that were changed afterwards', {
  sign: changedAfterwards(({ header, payload, signature }) => [
    header,
    withAnotherAddress(payload),
    signature,
  ]),
})
refuses('a signature cut short', {
  sign: changedAfterwards(({ header, payload, signature }) => [header, payload, signature.slice(0, 40)]),
})
