import 'server-only'
import { hkdfSync } from 'node:crypto'
import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from 'jose'
import { isCanonicalJwt } from '@/lib/crypto'
import { env } from '@/lib/env'
import { redactedJson, span } from '@/lib/trace'
import type { NotSignedIn, ReadSession, Session, StoredIdTokenData } from '../../contract'
import { fromNumericDate, numericDate } from '../../parts/lifetimes'
import { authenticatedState, notSignedIn } from '../../parts/auth-state'
import { sessionCookie } from '../../parts/cookie'
import { verifiedBefore } from '../../parts/verified-before'

/**
 * The encrypted JWT in Auth.js's own format, so that `getToken` and `decode` of next-auth open it:
 * JWE compact, `dir` + `A256CBC-HS512`, the key by HKDF from AUTH_SECRET with the cookie's name as salt.
 * Encrypted and authenticated, therefore no signature. Roles and names inside are as old as the token.
 */
const alg = 'dir'
const enc = 'A256CBC-HS512'
const keyBytes = 64

/** Its value is the encrypted JWT. The name is the salt of the key: under another one no token can be opened. */
export const cookieName = () => sessionCookie('jwt')

let key: Uint8Array | undefined

function encryptionKey() {
  const salt = cookieName()
  const info = `Auth.js Generated Encryption Key (${salt})`
  return (key ??= new Uint8Array(hkdfSync('sha256', env().AUTH_SECRET, salt, info, keyBytes)))
}

type SessionClaims = JWTPayload & {
  sub: string
  sid: string
  jti: string
  exp: number
  email: string
  name: string | null
  role: 'user' | 'admin'
  ver: number
  provider: string
  auth_time: number
  session_end: number
  /** what the issuer said, of a session that one vouched for */
  kept?: StoredIdTokenData
}

/** A token for a session, good until the session's idle end: whole seconds count, a fraction is dropped. */
export function seal(session: Session, now: Date): Promise<string> {
  const { id, email, name, role, credentialsVersion } = session.person
  const claims = {
    sub: id,
    email,
    name,
    role,
    ver: credentialsVersion,
    sid: session.id,
    provider: session.provider,
    auth_time: numericDate(session.authenticatedAt),
    session_end: numericDate(session.absoluteExpiresAt),
    kept: session.upstream?.idTokenData,
  }
  const [iat, exp] = [numericDate(now), numericDate(session.expiresAt)]
  return encrypted({ ...claims, iat, exp, jti: crypto.randomUUID() })
}

const encrypted = (claims: JWTPayload) =>
  span('token.encrypt', (tell) => {
    tell(() => ({ 'token.header': redactedJson({ alg, enc }), 'token.claims': redactedJson(claims) }))
    return new EncryptJWT(claims).setProtectedHeader({ alg, enc }).encrypt(encryptionKey())
  })

/** What a token says, as it was when it was sealed. `idTokenData`: what its issuer said, where one vouched */
export type Opened = ReadSession & { idTokenData: StoredIdTokenData | null }

/**
 * Decrypts and checks `exp`. Does NOT check that the session behind `sid` lives.
 * @see RFC 8725 §3.1 (algorithms are named, never taken from the token)
 */
export const open = async (token: string, now: Date): Promise<Opened | NotSignedIn> => {
  const before = openedBefore.find(token)
  if (!before) return span('token.decrypt', () => decrypted(token, now))
  return before.expiresAt > now ? before.opened : notSignedIn('expired')
}

/** A token that was opened is opened once: the key stays the same as long as the process lives. */
const openedBefore = verifiedBefore<{ opened: Opened; expiresAt: Date }>('encrypted-jwt')

async function decrypted(token: string, now: Date): Promise<Opened | NotSignedIn> {
  if (!isCanonicalJwt(token)) return notSignedIn('malformed')
  try {
    const { payload } = await jwtDecrypt(token, encryptionKey(), {
      keyManagementAlgorithms: [alg],
      contentEncryptionAlgorithms: [enc],
      requiredClaims: ['sub', 'sid', 'exp', 'auth_time', 'session_end'],
      currentDate: now,
    })
    const claims = payload as SessionClaims
    const content = opened(claims)
    openedBefore.keep(token, { opened: content, expiresAt: fromNumericDate(claims.exp) })
    return content
  } catch (error) {
    return notSignedIn(error instanceof errors.JWTExpired ? 'expired' : 'malformed')
  }
}

/** Only what this app sealed gets here: the shape is its own. */
function opened(claims: SessionClaims): Opened {
  const {
    sub,
    email,
    name,
    role,
    sid,
    provider,
    auth_time,
    session_end,
    exp,
    kept: idTokenData = null,
  } = claims
  const shown = {
    person: { id: sub, email, name, role },
    provider,
    authenticatedAt: fromNumericDate(auth_time),
    absoluteExpiresAt: fromNumericDate(session_end),
  }
  const state = authenticatedState('jwt', shown, fromNumericDate(exp))
  return { ok: true, state, sessionId: sid, idTokenData }
}
