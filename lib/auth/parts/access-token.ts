import 'server-only'
import { z } from 'zod'
import { type JWTHeaderParameters, type JWTPayload, errors, jwtVerify, SignJWT } from 'jose'
import { randomUUID } from 'node:crypto'
import { role } from '@/lib/api-schema/fields'
import { accessTokenMaxSeconds, env } from '@/lib/env'
import { idsBy, isBound, isCookieStrategy, pageTokenStrategy, type StrategyId } from '@/lib/strategies'
import { isCanonicalJwt } from '@/lib/crypto'
import { span, redactedJson } from '@/lib/trace'
import type { NotSignedIn, Presented, Session, TokenStrategyId, Tokens } from '../contract'
import { notSignedIn } from './auth-state'
import { type ProofFault, spendProof, verifyProof } from './dpop-proof'
import { fromNumericDate, clockToleranceSeconds, numericDate, secondsUntil } from './lifetimes'
import { algorithms, knownKey, signingKey, verificationKey } from './signing-keys'
import { verifiedBefore } from './verified-before'

/** What an access token says. @see RFC 9068 §2.2 */

export const tokenType = 'at+jwt'

/** The one client that signs people in with a password: this app itself. */
export const clientId = 'bothways'

/** `iss` of our access tokens: the origin of the app, without a slash at its end. */
export const issuer = () => env().AUTH_URL
/** `aud` of our access tokens: the API, not a client. A token for anything else is refused. */
export const audience = () => `${env().AUTH_URL}/api`

const instant = z.int().nonnegative()

const common = z.object({
  iss: z.string(),
  aud: z.string(),
  client_id: z.literal(clientId),
  jti: z.string(),
  sub: z.uuid(),
  iat: instant,
  exp: instant,
  auth_time: instant,
  scope: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role,
  provider: z.string(),
  nbf: instant.optional(), // none of ours has it
  /** the absolute end of the sign-in */
  session_end: instant,
  /** the key that it is bound to (RFC 7800 §3.1, RFC 9449 §6.1) */
  cnf: z.strictObject({ jkt: z.string() }).optional(),
})

/**
 * What a token names: the session that each request looks up (`sid`), or only the family of the refresh tokens that it
 * came with (`family`).
 */
const shape = z.union([
  common.extend({ strategy: z.enum(idsBy({ carrier: 'header', lookup: 'each-request' })), sid: z.uuid() }),
  common.extend({ strategy: z.enum(idsBy({ carrier: 'header', lookup: 'each-renewal' })), family: z.uuid() }),
])

/**
 * The claims of an access token, whose signature must have been verified.
 * @returns null, even with a valid signature, if the shape is wrong, the lifetime exceeds accessTokenMaxSeconds, the
 *   strategy is missing or unknown, or the token is not bound (to a session, to a key) as tokens of its strategy are. A
 *   token from before the claim `strategy` existed is refused too: it lives for minutes, and its client has a refresh
 *   token.
 */
export function parseClaims(payload: unknown): AccessClaims | null {
  const { data } = shape.safeParse(payload)
  if (!data || data.exp - data.iat > accessTokenMaxSeconds) return null
  return isBound(data.strategy) === (data.cnf !== undefined) ? data : null
}

export type AccessClaims = z.infer<typeof shape>
/** The session behind a token, whether or not each request looks at it. */
export const sessionIdIn = (claims: AccessClaims) => ('sid' in claims ? claims.sid : claims.family)

/**
 * Whether a token may name this session: one of its own strategy; that of a page also one of a cookie strategy, for which
 * the page asked for it.
 */
export const mayName = (claims: AccessClaims, session: { strategy: StrategyId }) =>
  session.strategy === claims.strategy ||
  (claims.strategy === pageTokenStrategy && isCookieStrategy(session.strategy))

/** What an access token may do. @see RFC 6749 §3.3 */

/** The token may do everything that its person may do. */
export const fullScope = 'api'
/** The token may only read. */
export const readScope = 'api:read'

const listed = (scope: string) => scope.split(' ')

const known = [fullScope, readScope] as const

/**
 * The scope that a client gets if it asks for `requested` and `granted` is the most that it may have.
 * @returns the requested scope as it was written, the granted one where none was requested, or null for one that is
 *   unknown or wider
 * @see RFC 6749 §3.3, §6
 */
export function narrowedScope(requested: string | undefined, granted: string): string | null {
  if (requested === undefined) return granted
  const isGranted = (name: string) => known.some((scope) => scope === name && hasScope(granted, scope))
  return listed(requested).every(isGranted) ? requested : null
}

/** Whether `scope` includes what is needed. `api` includes `api:read`. */
export const hasScope = (scope: string, needed: typeof fullScope | typeof readScope) =>
  listed(scope).includes(fullScope) || listed(scope).includes(needed)

export type VerifiedToken = { ok: true; claims: AccessClaims; expiresAt: Date }
/** `expired`: the claims of a token that is valid except that it has expired. */
export type Refused = NotSignedIn & { expired?: AccessClaims }

/** Longer than any token of this app: a longer text is refused without a look at it. */
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
export async function verifyAccessToken(jwt: string, now: Date): Promise<VerifiedToken | Refused> {
  const before = signedByUs.find(jwt)
  if (!before || !stillGood(before, now)) return span('token.verify', () => verified(jwt, now))
  return before.token.expiresAt > now ? before.token : expired(before.token.claims)
}

type Signed = { token: VerifiedToken; kid: string; beginsAt: Date }
/** Tokens whose signature and claims were good. */
const signedByUs = verifiedBefore<Signed>('access-token')

/** What may have changed since: the key counts no more, or the clock was set back. Does NOT compare `exp`. */
const stillGood = ({ beginsAt, kid }: Signed, now: Date) => beginsAt <= now && knownKey(kid, now) !== null

function keep(jwt: string, token: VerifiedToken, kid: string) {
  const { iat, nbf = iat } = token.claims
  const beginsAt = fromNumericDate(Math.max(iat, nbf) - clockToleranceSeconds)
  signedByUs.keep(jwt, { token, kid, beginsAt })
}

async function verified(jwt: string, now: Date): Promise<VerifiedToken | Refused> {
  if (jwt.length > lengthMax || !isCanonicalJwt(jwt)) return malformed
  try {
    const { payload, protectedHeader } = await jwtVerify(jwt, (header) => keyFor(header, now), {
      algorithms: [...algorithms],
      typ: tokenType,
      issuer: issuer(),
      audience: audience(),
      requiredClaims,
      currentDate: now,
      clockTolerance: clockToleranceSeconds,
      maxTokenAge: accessTokenMaxSeconds,
    })
    const token = timed(parseClaims(payload), now)
    if (token.ok) keep(jwt, token, protectedHeader.kid!)
    return token
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error
    if (!(error instanceof errors.JWTExpired)) return malformed
    return timed(parseClaims(error.payload), now)
  }
}

const malformed: Refused = notSignedIn('malformed')

/** Compares `exp` without tolerance. */
function timed(claims: AccessClaims | null, now: Date): VerifiedToken | Refused {
  if (!claims) return malformed
  const expiresAt = fromNumericDate(claims.exp)
  return expiresAt > now ? { ok: true, claims, expiresAt } : expired(claims)
}

const expired = (claims: AccessClaims): Refused => ({ ...notSignedIn('expired'), expired: claims })

/** @see RFC 6750 §2.1 (`b64token`), RFC 9449 §7.1 (`token68`), RFC 9110 §11.1 (a scheme is case-insensitive) */
const credential = /^(Bearer|DPoP) +([A-Za-z0-9\-._~+/]+=*)$/i

type TokenCredential = { scheme: Tokens['token_type']; jwt: string }

function tokenCredential({ authorization }: Presented): TokenCredential | null {
  const [, scheme, jwt] = credential.exec(authorization ?? '') ?? []
  if (scheme === undefined || jwt === undefined) return null
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', jwt }
}

/** What follows `Bearer`, or null where the header is absent or something else. */
export function bearerCredential(presented: Presented): string | null {
  const found = tokenCredential(presented)
  return found?.scheme === 'Bearer' ? found.jwt : null
}

type Answer = { now: Date; token: Promise<VerifiedToken | Refused> }
/** One request needs its token several times (strategy, scope, person): it is verified once. */
const verifiedOf = new WeakMap<Presented, Answer>()

/** The verified access token of a request, or why there is none. */
export function presentedToken(presented: Presented, now: Date): Promise<VerifiedToken | Refused> {
  const before = verifiedOf.get(presented)
  if (before?.now.getTime() === now.getTime()) return before.token
  const token = verify(presented, now)
  verifiedOf.set(presented, { now, token })
  return token
}

async function verify(presented: Presented, now: Date): Promise<VerifiedToken | Refused> {
  if (presented.authorization === null) return notSignedIn('absent')
  const found = tokenCredential(presented)
  if (!found) return malformed
  const token = await verifyAccessToken(found.jwt, now)
  const claims = token.ok ? token.claims : token.expired
  if (!claims) return token
  if ((claims.cnf === undefined) !== (found.scheme === 'Bearer')) return malformed // RFC 9449 §7.1, §7.2
  const fault = claims.cnf ? await faultOfProof(presented, found.jwt, claims.cnf.jkt, token.ok, now) : null
  if (!fault) return token
  faults.set(presented, fault)
  return malformed
}

/**
 * What is wrong with the proof of a token that is bound to a key; null if it is by that key, for this request, and new.
 * @param isToBeSpent false for that of a token which has expired: it opens nothing, so nothing is written for it
 */
async function faultOfProof(
  presented: Presented,
  jwt: string,
  keyThumbprint: string,
  isToBeSpent: boolean,
  now: Date,
): Promise<ProofFault | null> {
  const proof = await verifyProof(presented.proof, jwt, now)
  if (!proof.ok) return proof.code
  if (proof.keyThumbprint !== keyThumbprint) return 'invalid_dpop_proof'
  return isToBeSpent && !(await spendProof(presented.proof!, proof)) ? 'invalid_dpop_proof' : null
}

const faults = new WeakMap<Presented, ProofFault>()

/** What was wrong with the proof of a request, once somebody has asked for its token; undefined where nothing was. */
export const proofFault = (presented: Presented): ProofFault | undefined => faults.get(presented)

/** The session that a token names, also if it has expired; null for junk. Does NOT check that the session exists. */
export async function sessionOfToken(presented: Presented, now: Date): Promise<string | null> {
  const token = await presentedToken(presented, now)
  const claims = token.ok ? token.claims : token.expired
  return claims ? sessionIdIn(claims) : null
}

/** Which strategy the token is of, and which session it names: by `sid` where each request looks it up. */
export type Binding = { strategy: TokenStrategyId } & ({ sid: string } | { family: string })

/**
 * Signs an access token for a session, which must have been verified. Name and role in it stay as they are now.
 * @param expiresAt whole seconds count: a fraction is dropped
 */
export async function signAccessToken(session: Session, binding: Binding, expiresAt: Date, now: Date) {
  const { id: sub, email, name, role } = session.person
  const { keyThumbprint } = session
  const claims = {
    iss: issuer(),
    aud: audience(),
    sub,
    client_id: clientId,
    jti: randomUUID(),
    iat: numericDate(now),
    exp: numericDate(expiresAt),
    scope: session.scope ?? fullScope,
    email,
    name,
    role,
    provider: session.provider,
    ...binding,
    cnf: keyThumbprint === undefined ? undefined : { jkt: keyThumbprint },
    auth_time: numericDate(session.authenticatedAt),
    session_end: numericDate(session.absoluteExpiresAt),
  }
  return signJwt(claims, tokenType, now)
}

/**
 * Signs claims with the key that signs now, whatever they say: for `signAccessToken`, and for whoever wants to see what is
 * refused in spite of a good signature. Does NOT check them.
 * @param typ of the header
 */
export async function signJwt(claims: JWTPayload, typ: string, now: Date): Promise<string> {
  const { alg, kid, privateKey } = await signingKey(now)
  const header = { alg, kid, typ }
  return span('token.sign', (tell) => {
    tell(() => ({ 'token.header': redactedJson(header), 'token.claims': redactedJson(claims) }))
    return new SignJWT(claims).setProtectedHeader(header).sign(privateKey)
  })
}

/**
 * An access token in the shape of RFC 6749 §5.1.
 * @param session whose it is: bound to a key, its type is DPoP (RFC 9449 §5)
 */
export const tokenResponse = (
  { keyThumbprint }: Pick<Session, 'keyThumbprint'>,
  jwt: string,
  expiresAt: Date,
  now: Date,
): Tokens => ({
  access_token: jwt,
  token_type: keyThumbprint === undefined ? 'Bearer' : 'DPoP',
  expires_in: secondsUntil(expiresAt, now),
})
