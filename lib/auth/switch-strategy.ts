import 'server-only'
import { tryRecordEvent, changePassword as changeStoredPassword, type Person } from '@/lib/accounts'
import { logFailure } from '@/lib/log'
import { type RequestContext, withStrategy } from './request-context'
import type { AuthState, CookieStrategyId, CookieWrite, Session } from './contract'
import { endSessions } from './parts/session-row'
import { verifySession, renew, notRenewed, type Renewed } from './read'
import { strategyPreferenceCookie, startSession } from './start-session'
import { cookieStrategies } from './strategies'

/**
 * Sets the strategy that this browser prefers. A signed-in person stays signed in: the new strategy takes over the
 * session, with the same `authenticatedAt` and absolute end. The old credential is refused wherever the session row is
 * looked at, and its cookie is cleared.
 * @returns `reauthentication_required` for a session that is bound to a key of the device: whoever copied its cookie would
 *   get one that is not
 */
export async function switchStrategy(
  to: CookieStrategyId,
  ctx: RequestContext,
): Promise<Renewed | StaysBound> {
  const renewed = ctx.strategy === to ? await renew(ctx) : await move(to, ctx)
  if (!renewed.ok && renewed.code === 'reauthentication_required') return renewed
  return { ...renewed, cookies: [...renewed.cookies, strategyPreferenceCookie(to)] }
}

type StaysBound = { ok: false; code: 'reauthentication_required'; state: AuthState; cookies: CookieWrite[] }

async function move(to: CookieStrategyId, ctx: RequestContext): Promise<Renewed | StaysBound> {
  const { presented, visitor, now, strategy: from } = ctx
  const verified = await verifySession(ctx)
  if (!verified.ok) {
    const renewed = await renew(withStrategy(ctx, to))
    const cleared = verified.state.because === 'absent' ? [] : cookieStrategies[from].clearCookies()
    return { ...renewed, cookies: [...cleared, ...renewed.cookies] }
  }
  if (verified.session.keyThumbprint !== undefined)
    return { ok: false, code: 'reauthentication_required', state: verified.state, cookies: [] }
  const left = await cookieStrategies[to].sessionIdOf(presented, now)
  const taken = await cookieStrategies[to].takeOver(verified.session, from, now)
  const cleared = cookieStrategies[from].clearCookies()
  if (!taken.ok) return notRenewed(taken, cleared)
  if (left) await endSessions([left])
  await tryRecordEvent(verified.session.person.id, 'strategy_switched', visitor.device, now)
  return { ok: true, state: taken.state, cookies: [...cleared, ...taken.cookies] }
}

type Passwords = { currentPassword: string; newPassword: string }

/**
 * Changes the password, which ends every session of the person, and replaces the one that asked by a new one. A client
 * with a token has just shown the new password: it signs in with that, there is no cookie to give it.
 */
export async function changePassword({ person }: Session, passwords: Passwords, ctx: RequestContext) {
  const changed = await changeStoredPassword(person.id, passwords, ctx.visitor, ctx.now)
  if (!changed.ok) return changed
  const isToken = ctx.presented.authorization !== null
  const cookies = isToken ? [] : await replacement(changed.person, ctx)
  return { ok: true as const, cookies }
}

/** The password has changed, whatever comes now: without a new session the person has to sign in again. */
async function replacement(person: Person, ctx: RequestContext) {
  try {
    return (await startSession(person, 'credentials', ctx.strategy, ctx)).cookies
  } catch (error) {
    logFailure('auth.change_password', error)
    return cookieStrategies[ctx.strategy].clearCookies()
  }
}
