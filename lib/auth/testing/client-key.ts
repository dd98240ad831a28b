import 'server-only'
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto'
import { env } from '@/lib/env'
import type { PresentedProof } from '../contract'
import { forge, numericDate } from './forge'

type Claims = Record<string, unknown>
type Made = {
  accessToken?: string | undefined
  claims?: Claims
  header?: Claims
  method?: string
  path?: string
}

/** SHA-256, base64url: `ath` of RFC 9449 §4.2, and the thumbprint of RFC 7638. */
export const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url')

/** A key of a client, and the proofs that it makes, by node:crypto: a second implementation of RFC 9449 §4.2. */
export class ClientKey {
  readonly #pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly publicJwk = this.#pair.publicKey.export({ format: 'jwk' })
  /** RFC 7638 §3.2: the required members, in the order of their names */
  readonly thumbprint = digestOf(
    JSON.stringify({ crv: 'P-256', kty: 'EC', x: this.publicJwk.x, y: this.publicJwk.y }),
  )
  /** the private key as a JWK, for what must not be sent */
  readonly privateJwk = this.#pair.privateKey.export({ format: 'jwk' })
  /** the last that the server gave out */
  nonce: string | undefined

  /** What a browser sends that registers this key, or signs a challenge with it. @param made as for `proof` */
  deviceProof(challenge: string, isFirst: boolean, made: Pick<Made, 'claims' | 'header'> = {}): string {
    const jwk = isFirst ? this.publicJwk : undefined
    const header = { alg: 'ES256', typ: 'dbsc+jwt', jwk, ...made.header }
    return forge(header, { jti: challenge, ...made.claims }, this.#pair.privateKey)
  }

  /** A proof with a good header, and any text in the place of its claims. */
  proofSaying = (text: string): string =>
    forge({ alg: 'ES256', typ: 'dpop+jwt', jwk: this.publicJwk }, text, this.#pair.privateKey)

  /** What a request presents. @param made what is to be otherwise than in a good proof */
  proof(now: Date, made: Made = {}): PresentedProof {
    const { accessToken, method = 'GET', path = '/api/me' } = made
    const url = env().AUTH_URL + path
    const claims = {
      jti: randomUUID(),
      htm: method,
      htu: url,
      iat: numericDate(now),
      ath: accessToken === undefined ? undefined : digestOf(accessToken),
      nonce: this.nonce,
    }
    const header = { alg: 'ES256', typ: 'dpop+jwt', jwk: this.publicJwk, ...made.header }
    const jwt = forge(header, { ...claims, ...made.claims }, this.#pair.privateKey)
    return { jwt, method, url }
  }
}
