import 'server-only'
import type { Person } from '@/lib/accounts'
import { changePassword, refresh, renew, signIn, signInForTokens, signOut } from '@/lib/auth'
import { isTokenStrategy } from '@/lib/strategies'
import type { AuthState, Session, CookieStrategyId, StrategyId, TokenStrategyId } from '../contract'
import { sessionCookie } from '../parts/cookie'
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
  holding(credential: string): Jar
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

const tokenClient = (id: TokenStrategyId): StrategyClient => ({
  async startSession(person, jar, now) {
    const { state, tokens } = await startTokenSession(person, 'credentials', id, jar.ctx(now))
    jar.hold(tokens)
    return state
  },
  signIn: (credentials, jar, now) => signInForTokens({ ...credentials, strategy: id }, jar.ctx(now)),
  async renew(jar, now) {
    const result = await refresh(jar.tokens.refresh_token ?? '', jar.ctx(now))
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
    const again = await signInForTokens(credentials, new Jar().ctx(now))
    if (again.ok) jar.hold(again.tokens)
    return again.ok
  },
  credential: (jar) => jar.tokens.access_token!,
  holding: (access_token) => new Jar().hold({ access_token }),
})

export const clientOf = (id: StrategyId): StrategyClient =>
  isTokenStrategy(id) ? tokenClient(id) : cookieClient(id)
