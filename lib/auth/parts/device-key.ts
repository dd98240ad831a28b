import 'server-only'
import { z } from 'zod'
import {
  calculateJwkThumbprint,
  EmbeddedJWK,
  importJWK,
  jwtVerify,
  type JWK,
  type JWTVerifyGetKey,
} from 'jose'
import { isCanonicalJwt, randomToken, readSignedValue, sha256Base64url, signValue } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { span, type Tell } from '@/lib/trace'
import { numericDate } from './lifetimes'
import { isFaultOfJwt, proofContent, proofLengthMax, publicKeyIn } from './signed-proof'

/**
 * Keys of devices. A browser makes one for a session, keeps its private part where it cannot be exported, and signs a
 * challenge of ours with it. @see https://www.w3.org/TR/dbsc/ (Device Bound Session Credentials)
 */

/** What a browser may sign with; these two are all that the specification has. */
export const deviceKeyAlgorithms = ['ES256', 'RS256']

export type ChallengePurpose = 'register' | 'refresh'
export type Challenge = { purpose: ChallengePurpose; sessionId: string; digest: string; expiresAt: Date }

const challengeLabel = 'device key challenge'
const challengeContent = z.tuple([z.enum(['register', 'refresh']), z.uuid(), z.coerce.number().int()])

/** A challenge for one session and one purpose, taken until `expiresAt`. Nothing is stored: it is signed. */
export const newChallenge = (purpose: ChallengePurpose, sessionId: string, expiresAt: Date): string =>
  signValue(`${purpose} ${sessionId} ${numericDate(expiresAt)} ${randomToken()}`, challengeLabel)

/** @returns null for what this app did not make, or made too long ago. Does NOT check that it was not used before. */
export function readChallenge(value: string, now: Date): Challenge | null {
  const { data } = challengeContent.safeParse(readSignedValue(value, challengeLabel)?.split(' ').slice(0, 3))
  if (!data) return null
  const [purpose, sessionId, end] = data
  const expiresAt = new Date(end * 1000)
  return expiresAt > now ? { purpose, sessionId, digest: sha256Base64url(value), expiresAt } : null
}

const claimsOfProof = z.object({ jti: z.string().min(1).max(500) })

export type DeviceProof = { challenge: string; jwk: JWK; keyThumbprint: string }

/**
 * The key that a browser registers: a JWT that is signed by the key in its header, a public one.
 * @returns null for whatever is no such proof. Does NOT look at the challenge: `readChallenge` does.
 */
export const verifyRegistration = (jwt: string): Promise<DeviceProof | null> =>
  span('device-key.verify', async (tell) => {
    const jwk = jwt.length > proofLengthMax ? null : publicKeyIn(jwt)
    if (!jwk) return null
    const challenge = await signedBy(jwt, EmbeddedJWK, tell)
    return challenge === null ? null : { challenge, jwk, keyThumbprint: await calculateJwkThumbprint(jwk) }
  })

/**
 * The challenge that a browser has signed with the key that it registered before.
 * @param publicJwk as `verifyRegistration` had it
 * @returns null for whatever is no such proof. Does NOT look at the challenge: `readChallenge` does.
 */
export const verifyDeviceProof = (jwt: string, publicJwk: JWK): Promise<string | null> =>
  span('device-key.verify', async (tell) => {
    return signedBy(jwt, ({ alg }) => importJWK(publicJwk, alg), tell)
  })

/** @returns the challenge that was signed */
async function signedBy(jwt: string, key: JWTVerifyGetKey, tell: Tell): Promise<string | null> {
  if (jwt.length > proofLengthMax || !isCanonicalJwt(jwt)) return null
  try {
    const { payload } = await jwtVerify(jwt, key, {
      algorithms: deviceKeyAlgorithms,
      typ: 'dbsc+jwt',
    })
    tell(() => proofContent(jwt, payload))
    const { data } = claimsOfProof.safeParse(payload)
    return data?.jti ?? null
  } catch (error) {
    if (isFaultOfJwt(error)) return null
    throw error
  }
}

type Registration = { sessionId: string; tokenHash: string; now: Date }

/**
 * Binds a session to a key, once: of two registrations one succeeds. From now on the cookie that it began with is good
 * until the end of its window alone.
 * @returns false where the session is gone, or is bound already
 */
export const bindToKey = (
  { jwk, keyThumbprint }: DeviceProof,
  { sessionId, tokenHash, now }: Registration,
): Promise<boolean> =>
  db().$transaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: sessionId, tokenHash, keyThumbprint: null, expiresAt: { gt: now } },
      data: { keyThumbprint },
    })
    if (count === 0) return false
    await tx.deviceKey.create({
      data: { sessionId, publicJwk: jwk as Record<string, string>, createdAt: now },
    })
    return true
  })

const publicKey = z.looseObject({ kty: z.string() })

/** The public key that a session is bound to; null where it is bound to none. */
export async function deviceKeyOf(sessionId: string): Promise<JWK | null> {
  const row = await db().deviceKey.findUnique({ where: { sessionId } })
  return row && publicKey.parse(row.publicJwk)
}
