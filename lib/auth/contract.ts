import type { Role } from '@/lib/api-schema/fields'
import type { CookieStrategyId, StrategyId, TokenStrategyId } from '@/lib/strategies'

export type { CookieStrategyId, StrategyId, TokenStrategyId }

/** A person, as far as being signed in is concerned. */
export type User = { id: string; email: string; name: string | null; role: Role }

/** A person as a session has them. `credentialsVersion` ties it to the credentials that it came from. */
export type Person = User & { credentialsVersion: number }

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

/** The credentials of one request. Nothing of them is verified yet. */
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
export type CookieWrite = {
  name: string
  value: string
  maxAgeSeconds: number
  path?: string
  /** the value of Secure-Session-Registration, by which the browser is asked to bind the cookie to a key */
  registration?: string
}

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

/** What a session keeps of what its issuer said: the ID token itself, or chosen claims of it. */
export type StoredIdTokenData =
  { as: 'id-token'; idToken: string } | { as: 'claims'; claims: Record<string, string | number | boolean> }

/** The issuer that vouched for the person of a session, its own session there, and what is kept of what it said. */
export type UpstreamSession = {
  issuer: string
  subject: string
  issuerSid: string | null
  idTokenData: StoredIdTokenData
}

/** What a sign-in decides, and what stays the same until its session ends. */
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
  /** of the key that its tokens are bound to (RFC 7638, SHA-256, base64url); absent if they are not bound */
  keyThumbprint?: string | undefined
}

/** A session as the server keeps it now. `expiresAt`: its idle end; the credential may expire earlier */
export type Session = SignIn & { id: string; expiresAt: Date }

/** From what a session is made. `replaces` names sessions that end in the same transaction. */
export type NewSession = SignIn & { device: string; replaces: string[] }

/** The state after a session was made or renewed, and the cookies that are to be written. */
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
 * One way of remembering a signed-in person. Code outside its folder knows only its row in `lib/strategies.ts`; the
 * contract suite tests that the row is true. Database errors are thrown; `read` of `lib/auth/read.ts` turns them into
 * `unavailable`. The time is the parameter `now`; a strategy does not ask the clock.
 */
export type Strategy = {
  id: StrategyId
  /** How long a credential is valid without a renewal. */
  credentialSeconds: () => number
  /** How long a session lasts without a request or a renewal. */
  idleSeconds: () => number
  /** Who is signed in by this credential. Looks at the session row only if `lookup` is `each-request`. Writes nothing but that a proof was used. */
  read(presented: Presented, now: Date): Promise<Reading>
  /**
   * As `read`, and also compares with the session row and the user: refused are a session that was revoked, a disabled
   * person, and a session from before a change of the password. Writes nothing.
   */
  verify(presented: Presented, now: Date): Promise<Verified | NotSignedIn>
  /**
   * The session that a credential names, also if it has expired; null for junk. Does NOT check that the session exists.
   */
  sessionIdOf(presented: Presented, now: Date): Promise<string | null>
}

/** A strategy whose credential is a cookie: the browser keeps it and sends it by itself. */
export type CookieStrategy = Strategy & {
  id: CookieStrategyId
  /** Makes a new session. */
  start(newSession: NewSession, now: Date): Promise<Issued>
  /**
   * Takes over a session of another cookie strategy: the same row gets a new credential. The old credential is refused
   * wherever the row is looked at. An old JWT is still accepted by `read` of its strategy until it expires.
   */
  takeOver(session: Session, from: CookieStrategyId, now: Date): Promise<Issued | NotSignedIn>
  /** Moves the idle end of a session; the absolute end stays. Two calls at once have the effect of one. */
  renew(session: Session, now: Date): Promise<Issued | NotSignedIn>
  /** The cookies that remove this strategy's credential from the browser. Does NOT end the session. */
  clearCookies(): CookieWrite[]
}

/** A strategy whose credential is an access token, which a program sends in a header. `lib/auth/refresh.ts` renews it. */
export type TokenStrategy = Strategy & {
  id: TokenStrategyId
  /** Makes a new session, and its first pair of tokens. */
  start(newSession: NewSession, now: Date): Promise<IssuedTokens>
  /** Signs an access token for a session, which must have been verified. */
  issueTokens(session: Session, now: Date): Promise<IssuedTokens>
}
