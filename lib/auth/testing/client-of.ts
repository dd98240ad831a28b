import 'server-only'
import type { Person } from '@/lib/accounts'
import { changePassword, refresh, renew, signIn, signInForTokens, signOut } from '@/lib/auth'
import { isBound, isTokenStrategy } from '@/lib/strategies'
import type { AuthState, Session, CookieStrategyId, StrategyId, TokenStrategyId } from '../contract'
import { sessionCookie } from '../parts/cookie'
import { freshNonceFor } from '../parts/dpop-proof'
import type { RequestContext } from '../request-context'
import { startSession, startTokenSession } from '../start-session'
import { Jar } from './jar'

type Credentials = { email: string; password: string }
type Passwords = { currentPassword: string; newPassword: string }
type SignedIn = { ok: true; state: AuthState } | { ok: false; code: string }

/** What the client of a strategy does, whatever carries its credential: the contract suite speaks through one of these. */
export type StrategyClient = {
  startSession(person: Person, jar: Jar, now: Date): Promise<AuthState>
  signIn(credentials: Credentials, jar: Jar, now: Date): Promise<SignedIn>
  renew(jar: Jar, now: Date): Promise<AuthState>
  signOut(jar: Jar, now: Date): Promise<void>
  /** and goes on with what the person then has */
  changePassword(session: Session, passwords: Passwords, jar: Jar, now: Date): Promise<boolean>
  credential(jar: Jar): string
  /** @param like whose key it has, where the credential is bound to one */
  holding(credential: string, like?: Jar): Jar
}

const cookieClient = (id: CookieStrategyId): StrategyClient => ({
  async startSession(person, jar, now) {
    const { state, cookies } = await startSession(person, 'credentials', id, jar.ctx(now))
    jar.keep(cookies)
    return state
  },
  signIn: (credentials, jar, now) => signIn({ ...credentials, strategy: id }, jar.ctx(now)),
  async renew(jar, now) {
    const { state, cookies } = await renew(jar.ctx(now, id))
    jar.keep(cookies)
    return state
  },
  async signOut(jar, now) {
    jar.keep(await signOut(id, jar.ctx(now)))
  },
  async changePassword(session, passwords, jar, now) {
    const changed = await changePassword(session, passwords, jar.ctx(now, id))
    if (changed.ok) jar.keep(changed.cookies)
    return changed.ok
  },
  credential: (jar) => jar.get(sessionCookie(id))!,
  holding: (credential) => new Jar().set(sessionCookie(id), credential),
})

type Answer = { ok: true } | { ok: false; code: string }

/** As a client does it whose proof needs a nonce: it is asked for one, and makes the proof again. */
async function withNonce<Result extends Answer>(
  jar: Jar,
  now: Date,
  ask: (ctx: RequestContext) => Promise<Result>,
): Promise<Result> {
  const ctx = jar.ctx(now)
  const result = await ask(ctx)
  if (result.ok || result.code !== 'use_dpop_nonce' || !jar.key) return result
  jar.key.nonce = freshNonceFor(ctx.presented.proof)
  return ask(jar.ctx(now))
}

const withKeyFor = (id: TokenStrategyId, jar: Jar) => (isBound(id) ? jar.withKey() : jar)

const tokenClient = (id: TokenStrategyId): StrategyClient => ({
  async startSession(person, jar, now) {
    const keyThumbprint = withKeyFor(id, jar).key?.thumbprint
    const ctx = jar.ctx(now)
    const { state, tokens } = await startTokenSession(person, 'credentials', id, ctx, { keyThumbprint })
    jar.hold(tokens)
    return state
  },
  signIn: (credentials, jar, now) =>
    withNonce(withKeyFor(id, jar), now, (ctx) => signInForTokens({ ...credentials, strategy: id }, ctx)),
  async renew(jar, now) {
    const result = await withNonce(jar, now, (ctx) => refresh(jar.tokens.refresh_token ?? '', ctx))
    if (!result.ok) return { status: 'anonymous', because: 'revoked' }
    jar.hold(result.tokens)
    return result.state
  },
  async signOut(jar, now) {
    await signOut(undefined, jar.ctx(now))
    jar.hold({})
  },
  async changePassword(session, passwords, jar, now) {
    const changed = await changePassword(session, passwords, jar.ctx(now))
    if (!changed.ok) return false
    const credentials = { email: session.person.email, password: passwords.newPassword, strategy: id }
    const fresh = new Jar()
    fresh.key = jar.key
    const again = await withNonce(fresh, now, (ctx) => signInForTokens(credentials, ctx))
    if (again.ok) jar.hold(again.tokens)
    return again.ok
  },
  credential: (jar) => jar.tokens.access_token!,
  holding(access_token, like) {
    const jar = new Jar().hold({ ...like?.tokens, access_token })
    jar.key = like?.key
    return jar
  },
})

export const clientOf = (id: StrategyId): StrategyClient =>
  isTokenStrategy(id) ? tokenClient(id) : cookieClient(id)
