import 'server-only'
import { type JWTHeaderParameters, errors, jwtVerify } from 'jose'
import { isCanonicalJwt } from '@/lib/crypto'
import { accessTokenMaxSeconds } from '@/lib/env'
import { span } from '@/lib/trace'
import type { NotSignedIn, Presented } from '../../contract'
import { notSignedIn } from '../auth-state'
import { fromNumericDate } from '../dates'
import { clockToleranceSeconds } from '../lifetimes'
import { algorithms, verificationKey } from '../signing-keys'
import { type AccessClaims, audience, issuer, parseClaims, sessionIdIn, tokenType } from './claims'

export type Verified = { ok: true; claims: AccessClaims; expiresAt: Date }
/** `expired`: the claims of a token that was ours in everything but time. */
export type Refused = NotSignedIn & { expired?: AccessClaims }

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

const malformed: Refused = notSignedIn('malformed')

/** `exp` without tolerance: what a token says of its own end is true. */
function timed(claims: AccessClaims | null, now: Date): Verified | Refused {
  if (!claims) return malformed
  const expiresAt = fromNumericDate(claims.exp)
  return expiresAt > now ? { ok: true, claims, expiresAt } : { ...notSignedIn('expired'), expired: claims }
}

/** @see RFC 6750 §2.1 (`b64token`), RFC 9110 §11.1 (a scheme is case-insensitive) */
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i

/** What follows `Bearer`, or null where the header is absent or something else. */
export const bearerCredential = ({ authorization }: Presented): string | null =>
  bearer.exec(authorization ?? '')?.[1] ?? null

type Answer = { now: Date; token: Promise<Verified | Refused> }
/** One request asks several times: which strategy, what scope, who. It is verified once. */
const verifiedOf = new WeakMap<Presented, Answer>()

/** The access token of a request, or why there is none that counts. */
export function presentedToken(presented: Presented, now: Date): Promise<Verified | Refused> {
  const before = verifiedOf.get(presented)
  if (before?.now.getTime() === now.getTime()) return before.token
  const token = verify(presented, now)
  verifiedOf.set(presented, { now, token })
  return token
}

async function verify(presented: Presented, now: Date): Promise<Verified | Refused> {
  if (presented.authorization === null) return notSignedIn('absent')
  const jwt = bearerCredential(presented)
  return jwt === null ? malformed : verifyAccessToken(jwt, now)
}

/** The session that a token names, also when it has expired; null for junk. Does NOT say whether it lives. */
export async function sessionOfToken(presented: Presented, now: Date): Promise<string | null> {
  const token = await presentedToken(presented, now)
  const claims = token.ok ? token.claims : token.expired
  return claims ? sessionIdIn(claims) : null
}
