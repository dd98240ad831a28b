import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { byAnotherKey, changedAfterwards } from '../../support/hostile-provider/signing'

/** oidcc-client-test-invalid-sig-rs256: Core §3.1.3.7 (6), ASVS 6.8.2. */

const flipped = (part: string) => (part.startsWith('A') ? 'B' : 'A') + part.slice(1)
const asAdmin = (payload: string) => {
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  return Buffer.from(JSON.stringify({ ...claims, email: 'grace@example.com' })).toString('base64url')
}

refusesUnderEach('by another key under the same name', { sign: byAnotherKey() })
refuses('a signature with one character changed', {
  sign: changedAfterwards(({ header, payload, signature }) => [header, payload, flipped(signature)]),
})
refuses('claims that were changed afterwards', {
  sign: changedAfterwards(({ header, payload, signature }) => [header, asAdmin(payload), signature]),
})
refuses('a signature cut short', {
  sign: changedAfterwards(({ header, payload, signature }) => [header, payload, signature.slice(0, 40)]),
})
