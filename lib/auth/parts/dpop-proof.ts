import 'server-only'
import { z } from 'zod'
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import { isCanonicalJwt, isSignature, readSignedValue, sha256Base64url, signValue } from '@/lib/crypto'
import { env } from '@/lib/env'
import { span, type Tell } from '@/lib/trace'
import { isBound } from '@/lib/strategies'
import type { Presented, PresentedProof, StrategyId } from '../contract'
import { clockToleranceSeconds, fromNumericDate, numericDate, plusSeconds } from './lifetimes'
import { isFaultOfJwt, proofContent, proofLengthMax, publicKeyIn, spendOnce } from './signed-proof'
import { verifiedBefore } from './verified-before'

/** Proofs of possession: a client shows, for one request, that it has the key which its tokens are bound to. @see RFC 9449 */

/** What a proof may be signed with: asymmetric, and none whose keys take long to verify. */
export const proofAlgorithms = ['ES256', 'Ed25519', 'EdDSA', 'PS256']

/** How long after it was made a proof is taken, once. */
const proofSeconds = 60
/** How long a nonce is the current one; it is taken for as long again. */
const noncePeriodSeconds = 120

export type ProofFault = 'invalid_dpop_proof' | 'use_dpop_nonce'
/** `digest` names the proof among all that were ever spent; `expiresAt` is when it would be too old anyway. */
export type Proof = { ok: true; keyThumbprint: string; digest: string; expiresAt: Date }
export type BadProof = { ok: false; code: ProofFault }

const invalid: BadProof = { ok: false, code: 'invalid_dpop_proof' }

const claimsOfProof = z.object({
  jti: z.string().min(1).max(256),
  htm: z.string(),
  htu: z.string(),
  iat: z.int(),
  ath: z.string().optional(),
  nonce: z.string().optional(),
  exp: z.number().optional(),
  nbf: z.number().optional(),
})
type ProofClaims = z.infer<typeof claimsOfProof>

/**
 * Verifies a proof: its signature by the key in its header, which must be a public one; that it was made for this
 * request, for this access token, and now; and the nonce, where the settings ask for one (`DPOP_NONCE`).
 * Does NOT compare the key with that of the token or the session, and does NOT spend it: `spendProof` does, once
 * whoever sent it is known.
 * @param accessToken that it accompanies; null at the token endpoint
 * @see RFC 9449 §4.3
 */
export const verifyProof = (
  proof: PresentedProof | undefined,
  accessToken: string | null,
  now: Date,
): Promise<Proof | BadProof> => span('dpop.verify', (tell) => verified(proof, accessToken, now, tell))

async function verified(
  proof: PresentedProof | undefined,
  accessToken: string | null,
  now: Date,
  tell: Tell,
) {
  const signed = proof && (await signedContent(proof.jwt, now))
  if (!signed) return invalid
  const { claims, keyThumbprint } = signed
  tell(() => proofContent(proof.jwt, claims))
  const accessTokenHash = accessToken === null ? undefined : sha256Base64url(accessToken)
  if (claims.htm !== proof.method || !isSameUrl(claims.htu, proof.url)) return invalid
  if (accessTokenHash !== undefined && claims.ath !== accessTokenHash) return invalid
  if (demandsNonce(accessToken)) {
    freshNonces.set(proof, nonceAt(now))
    if (claims.nonce === undefined || !isNonce(claims.nonce, now))
      return { ok: false, code: 'use_dpop_nonce' } as const
  }
  const digest = sha256Base64url(`${keyThumbprint} ${claims.jti}`)
  const expiresAt = plusSeconds(fromNumericDate(claims.iat), proofSeconds + clockToleranceSeconds)
  return { ok: true, keyThumbprint, digest, expiresAt } as const
}

type Signed = { claims: ProofClaims; keyThumbprint: string }

/**
 * @returns null for whatever is no proof: the reason helps nobody but an attacker. Whether the claims are of these seconds
 *   is checked
 */
async function signedContent(jwt: string, now: Date): Promise<Signed | null> {
  if (jwt.length > proofLengthMax || !isCanonicalJwt(jwt)) return null
  const before = headersBefore.find(headerOf(jwt))
  return before ? signedByKnown(jwt, before, now) : signedByNew(jwt, now)
}

type KnownHeader = { alg: string; key: KeyObject; keyThumbprint: string }

/**
 * Headers that were good in a proof: a client sends the same one each time, with its key in it. For these no more is left
 * to do than to verify the signature, by the platform's synchronous functions: they cost a fifth of WebCrypto's, and do
 * not wait behind passwords in its pool of threads.
 */
const headersBefore = verifiedBefore<KnownHeader>('proof-header')

const headerOf = (jwt: string) => jwt.slice(0, jwt.indexOf('.'))

function signedByKnown(jwt: string, { alg, key, keyThumbprint }: KnownHeader, now: Date): Signed | null {
  const [header, content = '', signature = '', more] = jwt.split('.')
  if (more !== undefined || !isSignature(alg, `${header}.${content}`, key, signature)) return null
  const claims = claimsIn(content)
  return claims && isTimely(claims, now) ? { claims, keyThumbprint } : null
}

function claimsIn(content: string): ProofClaims | undefined {
  try {
    return claimsOfProof.safeParse(JSON.parse(Buffer.from(content, 'base64url').toString())).data
  } catch {
    return undefined // no JSON
  }
}

/** As jose does it, with `maxTokenAge`. @see RFC 7519 §4.1 */
function isTimely({ iat, exp = Infinity, nbf = iat }: ProofClaims, now: Date): boolean {
  const seconds = numericDate(now)
  const begins = Math.max(iat, nbf) - clockToleranceSeconds
  const ends = Math.min(iat + proofSeconds + 1, exp) + clockToleranceSeconds
  return begins <= seconds && seconds < ends
}

/** The key is that of the header, which must be a public one (`EmbeddedJWK`). */
async function signedByNew(jwt: string, now: Date): Promise<Signed | null> {
  const jwk = publicKeyIn(jwt)
  if (!jwk) return null
  try {
    const { payload, protectedHeader } = await jwtVerify(jwt, EmbeddedJWK, {
      algorithms: proofAlgorithms,
      typ: 'dpop+jwt',
      requiredClaims: ['jti', 'htm', 'htu', 'iat'],
      currentDate: now,
      clockTolerance: clockToleranceSeconds,
      maxTokenAge: proofSeconds,
    })
    const { alg } = protectedHeader
    const { data } = claimsOfProof.safeParse(payload)
    if (!data) return null
    const keyThumbprint = await calculateJwkThumbprint(jwk)
    const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })
    headersBefore.keep(headerOf(jwt), { alg, key, keyThumbprint })
    return { claims: data, keyThumbprint }
  } catch (error) {
    if (isFaultOfJwt(error)) return null
    throw error
  }
}

/** RFC 3986 §6.2.2, §6.2.3, without query and fragment (RFC 9449 §4.3, 9). */
function normalised(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { origin, pathname, username, password } = new URL(url)
  if (username || password) return null
  return origin + pathname.replace(/%[\da-f]{2}/gi, decodedIfUnreserved)
}

function decodedIfUnreserved(escape: string) {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  return /[\w.~-]/.test(character) ? character : escape.toUpperCase()
}

const isSameUrl = (claimed: string, url: string) => {
  const normalisedClaim = normalised(claimed)
  return normalisedClaim !== null && normalisedClaim === normalised(url)
}

/**
 * What a client has to show that is to get tokens of a strategy: nothing (`proof: null`), or that it has the key which
 * they will be bound to. Does NOT spend the proof.
 */
export async function verifyKeyFor(
  strategy: StrategyId,
  { proof }: Presented,
  now: Date,
): Promise<{ ok: true; proof: Proof | null } | BadProof> {
  if (!isBound(strategy)) return { ok: true, proof: null }
  const verified = await verifyProof(proof, null, now)
  return verified.ok ? { ok: true, proof: verified } : verified
}

const spent = new WeakMap<PresentedProof, Promise<boolean>>()

/**
 * Takes the proof of a request, once among all requests. Within that request it is taken again: it may stand for the token
 * that comes with it, and for the key of the next one.
 * @returns false where another request had it before
 * @throws database errors
 */
export function spendProof(presented: PresentedProof, proof: Proof): Promise<boolean> {
  const before = spent.get(presented)
  if (before) return before
  const now = spendOnce(proof)
  spent.set(presented, now)
  return now
}

/** As `spendProof`, for what `verifyKeyFor` found in the same request. @throws database errors */
export async function spendKeyProof(
  { proof: presented }: Presented,
  proof: Proof | null,
): Promise<{ ok: true } | BadProof> {
  const isGood = proof === null || (presented !== undefined && (await spendProof(presented, proof)))
  return isGood ? { ok: true } : invalid
}

/** Nonces: what a server gave out a short time ago cannot be in a proof that was made in advance. @see RFC 9449 §8 */

const nonceLabel = 'dpop nonce'
const periodAt = (now: Date) => Math.floor(now.getTime() / 1000 / noncePeriodSeconds)

/** Every instance makes the same: nothing is stored. */
const nonceAt = (now: Date) => signValue(String(periodAt(now)), nonceLabel)

function isNonce(nonce: string, now: Date): boolean {
  const period = readSignedValue(nonce, nonceLabel)
  return period !== null && [periodAt(now), periodAt(now) - 1].includes(Number(period))
}

const demandsNonce = (accessToken: string | null) =>
  env().DPOP_NONCE === 'always' || (env().DPOP_NONCE === 'token' && accessToken === null)

const freshNonces = new WeakMap<PresentedProof, string>()

/** The nonce for the client's next proof, where this one had to have one; it goes out as `DPoP-Nonce`. */
export const freshNonceFor = (proof: PresentedProof | undefined): string | undefined =>
  proof && freshNonces.get(proof)
