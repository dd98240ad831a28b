import type { JSONWebKeySet, JWK } from 'jose'
import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import type { HostileProvider } from '../../support/hostile-provider'

/** RFC 7517: what is no key, or no key for this, verifies nothing. */

const rotated = ({ rotate }: HostileProvider) => rotate()
const asGiven = (keys: unknown) => () => ({ keys }) as JSONWebKeySet
const changed = (members: Partial<JWK>) => (set: JSONWebKeySet) => ({
  keys: set.keys.map((key) => ({ ...key, ...members })),
})

for (const keys of [[], {}, null, 'keys', [null], [7], [{}]])
  refuses(`keys ${JSON.stringify(keys)}`, { jwks: asGiven(keys) }, rotated)
refusesUnderEach('no keys', { jwks: () => ({}) as JSONWebKeySet }, rotated)
refuses('a key for encryption', { jwks: changed({ use: 'enc' }) }, rotated)
refuses('a key for another algorithm', { jwks: changed({ alg: 'PS256' }) }, rotated)
refuses('a key that may not verify', { jwks: changed({ key_ops: ['encrypt'] }) }, rotated)
refuses('a modulus that is none', { jwks: changed({ n: 'AQAB' }) }, rotated)
refuses('a symmetric key', { jwks: changed({ kty: 'oct', k: 'AAAA' }) }, rotated)
