import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Person } from '@/lib/accounts'
import {
  bindSession,
  changePassword,
  read,
  refresh,
  refreshBoundCookie,
  renew,
  signIn,
  signInForTokens,
  signOut,
} from '@/lib/auth'
import { isBound, isTokenStrategy } from '@/lib/strategies'
import type {
  AuthState,
  CookieWrite,
  Session,
  CookieStrategyId,
  StrategyId,
  TokenStrategyId,
} from '../contract'
import { sessionCookie } from '../parts/cookie'
import { freshNonceFor } from '../parts/dpop-proof'
import type { RequestContext } from '../request-context'
import { startSession, startTokenSession } from '../start-session'
import { ClientKey } from './client-key'
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

/** As a browser does it after a sign-in: registers a new key, with the challenge of the answer. */
export async function bindHere(cookies: CookieWrite[], jar: Jar, now: Date): Promise<AuthState> {
  const challenge = offeredChallenge(cookies)
  jar.device = new ClientKey()
  const bound = await bindSession(jar.device.deviceProof(challenge, true), jar.ctx(now))
  if (bound.ok) {
    jar.keep(bound.cookies)
    jar.boundSessionId = bound.instructions.session_identifier
  }
  return (await read(jar.ctx(now))).state
}

/** The challenge that goes with a cookie that may be bound. @throws Error where there is none */
export function offeredChallenge(cookies: CookieWrite[]): string {
  const offer = cookies.find(({ registration }) => registration)?.registration
  const [, challenge] = /challenge="([^"]+)"/.exec(offer ?? '') ?? []
  if (challenge === undefined) throw new Error('No registration was offered')
  return challenge
}

/** As a browser does it before its cookie ends: asks, signs the challenge, asks again. */
export async function refreshHere(jar: Jar, now: Date): Promise<AuthState> {
  const { device, boundSessionId = randomUUID() } = jar
  const asked = await refreshBoundCookie(boundSessionId, null, { now })
  if (asked.ok || !device) return { status: 'anonymous', because: 'revoked' }
  const proof = device.deviceProof(asked.challenge!, false)
  const refreshed = await refreshBoundCookie(boundSessionId, proof, { now })
  if (!refreshed.ok) return { status: 'anonymous', because: 'revoked' }
  jar.keep(refreshed.cookies)
  return (await read(jar.ctx(now))).state
}

const cookieClient = (id: CookieStrategyId): StrategyClient => ({
  async startSession(person, jar, now) {
    const { state, cookies } = await startSession(person, 'credentials', id, jar.ctx(now))
    jar.keep(cookies)
    return isBound(id) ? bindHere(cookies, jar, now) : state
  },
  signIn: (credentials, jar, now) => signIn({ ...credentials, strategy: id }, jar.ctx(now)),
  async renew(jar, now) {
    if (isBound(id)) return refreshHere(jar, now)
    const { state, cookies } = await renew(jar.ctx(now, id))
    jar.keep(cookies)
    return state
  },
  async signOut(jar, now) {
    jar.keep(await signOut(id, jar.ctx(now)))
  },
  async changePassword(session, passwords, jar, now) {
    const changed = await changePassword(session, passwords, jar.ctx(now, id))
    if (!changed.ok) return false
    jar.keep(changed.cookies)
    if (isBound(id)) await bindHere(changed.cookies, jar, now)
    return true
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
