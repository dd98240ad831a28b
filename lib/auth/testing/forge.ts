import 'server-only'
import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto'
import { env } from '@/lib/env'
import { idsBy } from '@/lib/strategies'
import { db } from '@/lib/db/prisma-client'
import { signingKeyRow, type Algorithm } from '../parts/signing-keys/signing-key'

/** JWTs made by hand with node:crypto: a second implementation, which knows nothing of the one under test. */

type Json = Record<string, unknown>
export type KeyOfOurs = { kid: string; alg: Algorithm; publicKey: KeyObject; privateKey: KeyObject }

const encoded = (value: Json | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

export const pairOf = {
  EdDSA: () => generateKeyPairSync('ed25519'),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
}

/** A signing key of the app whose private part the test knows. */
export async function plantKey(alg: Algorithm, activeAt: Date): Promise<KeyOfOurs> {
  const { publicKey, privateKey } = pairOf[alg]()
  const jwks = {
    publicJwk: publicKey.export({ format: 'jwk' }),
    privateJwk: privateKey.export({ format: 'jwk' }),
  }
  const row = await signingKeyRow({ alg, ...jwks }, activeAt, activeAt)
  await db().signingKey.create({ data: row })
  return { kid: row.kid, alg, publicKey, privateKey }
}

const signers: Record<string, (data: Buffer, key: KeyObject | string) => Buffer> = {
  EdDSA: (data, key) => sign(null, data, key),
  ES256: (data, key) => sign('sha256', data, { key: key as KeyObject, dsaEncoding: 'ieee-p1363' }),
  PS256: (data, key) => sign('sha256', data, { key: key as KeyObject, padding: 6, saltLength: 32 }),
  RS256: (data, key) => sign('sha256', data, key),
  HS256: (data, key) => createHmac('sha256', key).update(data).digest(),
  none: () => Buffer.alloc(0),
}

/** @param payload JSON as an object, or as text where the test needs what no object gives */
export function forge(
  header: Json,
  payload: Json | string,
  key: KeyObject | string,
  alg = String(header.alg),
) {
  const input = `${encoded(header)}.${encoded(payload)}`
  return `${input}.${signers[alg]!(Buffer.from(input), key).toString('base64url')}`
}

export const numericDate = (date: Date) => Math.floor(date.getTime() / 1000)

/** The strategy that tokens with these claims are of, and without a key. */
const strategyOf = (binding: Json) =>
  idsBy({ carrier: 'header', lookup: 'sid' in binding ? 'each-request' : 'each-renewal', proof: 'never' })[0]

/** The claims of a good access token for that person, from scratch. */
export const goodClaims = (person: { id: string; email: string }, now: Date, binding: Json) => ({
  iss: env().AUTH_URL,
  aud: `${env().AUTH_URL}/api`,
  sub: person.id,
  client_id: 'bothways',
  jti: randomUUID(),
  iat: numericDate(now),
  exp: numericDate(now) + 300,
  scope: 'api',
  email: person.email,
  name: null,
  role: 'user',
  provider: 'credentials',
  auth_time: numericDate(now),
  session_end: numericDate(now) + 3600,
  strategy: strategyOf(binding),
  ...binding,
})
