import 'server-only'
import { errors, jwtVerify, type JWTHeaderParameters } from 'jose'
import { isCanonicalJwt } from '@/lib/crypto'
import { accessTokenMaxSeconds } from '@/lib/env'
import { span } from '@/lib/trace'
import type { Anonymous } from '../../contract'
import { clockToleranceSeconds, fromNumericDate } from '../lifetimes'
import { anonymousState } from '../auth-state'
import { algorithms, verificationKey } from '../signing-keys'
import { audience, issuer, parseClaims, tokenType, type AccessClaims } from './claims'

export type Verified = { claims: AccessClaims; expiresAt: Date }
/** `expired`: the claims of a token that was ours in everything but time. */
export type Refused = { refused: Anonymous; expired?: AccessClaims }

/** Longer than any of ours: no work is spent on it. */
const lengthMax = 4096

const requiredClaims = ['iss', 'aud', 'sub', 'client_id', 'iat', 'exp', 'jti', 'scope']

/** The header only says which of our own keys to try; whatever else it offers (jwk, jku, x5u, x5c) is not read. */
async function keyFor({ kid, alg }: JWTHeaderParameters, now: Date) {
  const key = typeof kid === 'string' ? await verificationKey(kid, now) : null
  if (key?.alg !== alg) throw new errors.JWKSNoMatchingKey()
  return key.publicKey
}

/**
 * Verifies signature, `typ`, `alg`, `iss`, `aud` and time of an access token, and that its claims are what we issue.
 * Does NOT check scope, nor that the session behind it lives. No query, unless the key is unknown.
 * @param now compared with `exp` exactly; only `iat` and `nbf` may be ahead, by clockToleranceSeconds
 * @throws database errors: the key may be one that this instance has not read
 * @see RFC 9068 §4, RFC 8725 §3
 */
export const verifyAccessToken = (jwt: string, now: Date): Promise<Verified | Refused> =>
  span('token.verify', () => verified(jwt, now))

async function verified(jwt: string, now: Date): Promise<Verified | Refused> {
  if (jwt.length > lengthMax || !isCanonicalJwt(jwt)) return malformed
  try {
    const { payload } = await jwtVerify(jwt, (header) => keyFor(header, now), {
      algorithms: [...algorithms],
      typ: tokenType,
      issuer: issuer(),
      audience: audience(),
      requiredClaims,
      currentDate: now,
      clockTolerance: clockToleranceSeconds,
      maxTokenAge: accessTokenMaxSeconds,
    })
    return timed(parseClaims(payload), now)
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error
    if (!(error instanceof errors.JWTExpired)) return malformed
    return timed(parseClaims(error.payload), now)
  }
}

const malformed: Refused = { refused: anonymousState('malformed') }

/** `exp` without tolerance: what a token says of its own end is true. */
function timed(claims: AccessClaims | null, now: Date): Verified | Refused {
  if (!claims) return malformed
  const expiresAt = fromNumericDate(claims.exp)
  return expiresAt > now ? { claims, expiresAt } : { refused: anonymousState('expired'), expired: claims }
}
