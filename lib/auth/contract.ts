import type { Person } from '@/lib/accounts/person'
import type { StoredIdTokenData } from '@/lib/oidc'
import type { Role } from '@/lib/api-schema/fields'
import type { CookieStrategyId, StrategyId, TokenStrategyId } from '@/lib/strategies'

export type { CookieStrategyId, StrategyId, TokenStrategyId }

/** A person, as far as being signed in is concerned. */
export type User = { id: string; email: string; name: string | null; role: Role }

/** Who is asking, since when, until when, and how we know. Instants are ISO 8601. */
export type Authenticated = {
  status: 'authenticated'
  strategy: StrategyId
  user: User
  authenticatedAt: string
  expiresAt: string
  absoluteExpiresAt: string
  /** 'credentials', or the id of an OpenID Provider */
  provider: string
}

export type Anonymous = { status: 'anonymous'; because: 'absent' | 'malformed' | 'expired' | 'revoked' }

/** The question could not be answered. Never to be read as "signed out". */
export type Unavailable = { status: 'unavailable' }

export type AuthState = Authenticated | Anonymous | Unavailable

/** The credentials of one request, before anybody believed them. */
export type Presented = {
  /** by name; `null` where a name came more than once, which no browser does */
  cookies: ReadonlyMap<string, string | null>
  /** the value of the Authorization header: where it is present, it alone decides */
  authorization: string | null
  /** absent where the request has no DPoP header, or came to a page */
  proof?: PresentedProof
}

/** A proof of possession as it came, and the request that it must have been made for (RFC 9449 §4.3). */
export type PresentedProof = {
  /** the value of the DPoP header */
  jwt: string
  method: string
  /** below AUTH_URL, without query */
  url: string
}

/**
 * A cookie to be written. `maxAgeSeconds` 0 removes it. With a `path` it goes to what lies below that alone, and only
 * with requests that a page of ours makes (SameSite=Strict).
 */
export type CookieWrite = { name: string; value: string; maxAgeSeconds: number; path?: string }

/** Nobody is signed in by what was presented, and why. */
export type NotSignedIn = { ok: false; code: 'not_authenticated'; state: Anonymous }

export type ReadSession = {
  ok: true
  state: Authenticated
  sessionId: string
  /** activity to be recorded after the answer, by `recordActivity`; absent where it is not due */
  activity?: 'due' | undefined
}

/** What a strategy says of a request. */
export type Reading = ReadSession | NotSignedIn

/** The same, with the session as the server keeps it. */
export type Verified = ReadSession & { session: Session }

export type { StoredIdTokenData }

/** The issuer that vouched for the person of a session, its own session there, and what is kept of what it said. */
export type UpstreamSession = {
  issuer: string
  subject: string
  issuerSid: string | null
  idTokenData: StoredIdTokenData
}

/** What a sign-in settles for as long as its session lives. */
type SignIn = {
  person: Person
  /** 'credentials', or the id of the OpenID Provider that vouched */
  provider: string
  authenticatedAt: Date
  absoluteExpiresAt: Date
  /** null after a password */
  upstream: UpstreamSession | null
  /** what its access tokens may do; absent where the credential is a cookie, which may do everything */
  scope?: string | undefined
  /** of the key that its tokens are bound to (RFC 7638, SHA-256, base64url); absent where a copy is as good */
  keyThumbprint?: string | undefined
}

/** A session as the server keeps it, just now. `expiresAt`: its idle end, whatever the credential says of its own */
export type Session = SignIn & { id: string; expiresAt: Date }

/** From what a session is made. `replaces` names sessions that end in the same transaction. */
export type NewSession = SignIn & { device: string; replaces: string[] }

/** An answer, and what is to be written for it. */
export type Issued = { ok: true; state: Authenticated; sessionId: string; cookies: CookieWrite[] }

/** What a client without cookies gets, in the shape of RFC 6749 §5.1. `expires_in`: seconds */
export type Tokens = {
  access_token: string
  token_type: 'Bearer' | 'DPoP'
  expires_in: number
  refresh_token?: string
}

export type IssuedTokens = { ok: true; state: Authenticated; sessionId: string; tokens: Tokens }

/**
 * One way of remembering a signed-in person. What is to be known of it from outside is its row in `lib/strategies.ts`:
 * the contract suite holds it to that. Database errors are thrown; the door turns them into `unavailable`.
 * All instants come from `now`; nothing in here asks the clock.
 */
export type Strategy = {
  id: StrategyId
  /** How long what is presented is good by itself, without a renewal. */
  credentialSeconds: () => number
  /** How long a session lasts without a request or a renewal. */
  idleSeconds: () => number
  /** The hot path. Writes nothing. */
  read(presented: Presented, now: Date): Promise<Reading>
  /** Reads, and compares with what the server keeps: revoked, disabled, password changed since. Writes nothing. */
  verify(presented: Presented, now: Date): Promise<Verified | NotSignedIn>
  /** The session that a credential names, also when it has expired; null for junk. Does NOT say whether it lives. */
  sessionIdOf(presented: Presented, now: Date): Promise<string | null>
}

/** One whose credential a browser keeps and sends by itself. */
export type CookieStrategy = Strategy & {
  id: CookieStrategyId
  /** Makes a new session. */
  start(newSession: NewSession, now: Date): Promise<Issued>
  /**
   * Takes over a session that another strategy kept, the same row. No renewal and no look-up takes its old credential any
   * more; a JWT that nobody looks up can be read until it expires.
   */
  takeOver(session: Session, from: CookieStrategyId, now: Date): Promise<Issued | NotSignedIn>
  /** Moves the idle end of a session; the absolute end stays. Twice at once is the same as once. */
  renew(session: Session, now: Date): Promise<Issued | NotSignedIn>
  /** Clears what the client holds. */
  clearCookies(): CookieWrite[]
}

/** One whose credential a program keeps and sends on purpose. Renewed by a refresh token, see `lib/auth/refresh.ts`. */
export type TokenStrategy = Strategy & {
  id: TokenStrategyId
  /** Makes a new session, and its first pair of tokens. */
  start(newSession: NewSession, now: Date): Promise<IssuedTokens>
  /** An access token for a session that lives, as the server knows it now. */
  issueTokens(session: Session, now: Date): Promise<IssuedTokens>
}
