import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { hs256, type Material } from '../../support/hostile-provider/signing'

/** oidcc-client-test-invalid-sig-hs256: RFC 8725 §2.1. A public key is no secret, and nobody agreed on HMAC with us. */

const publicKey = ({ key }: Material) => createPublicKey({ key: key.jwk as JsonWebKey, format: 'jwk' })

refusesUnderEach('by the client secret', { sign: hs256(({ clientSecret }) => clientSecret) })
refuses('by the public key as PEM', {
  sign: hs256((material) => publicKey(material).export({ type: 'spki', format: 'pem' })),
})
refuses('by the public key as DER', {
  sign: hs256((material) => publicKey(material).export({ type: 'spki', format: 'der' })),
})
refuses('by the public key as JWK', { sign: hs256(({ key }) => JSON.stringify(key.jwk)) })
refuses('by nothing', { sign: hs256(() => '') })
