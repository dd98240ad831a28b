import 'server-only'
import type { AuthState, Authenticated, CookieWrite, ReadSession } from './contract'
import { lifetimes } from './parts/lifetimes'
import { renewSession } from './parts/session-row'
import { verifySession } from './read'
import type { Question } from './request-context'
import { cookieStrategies } from './strategies'

export type Renewed = { state: AuthState; cookies: CookieWrite[] }

/**
 * Moves the idle end of the session of the strategy's cookie, after looking at what the server keeps. The absolute end
 * stays. Two tabs at once are as one.
 * A session that was revoked is refused here, whoever holds its token, and the client is told to forget it.
 * A request with a token is only told how it stands: its client has a refresh token for the rest.
 */
export async function renew(ctx: Question): Promise<Renewed> {
  const { presented, strategy, now } = ctx
  const verified = await verifySession(ctx)
  if (presented.authorization !== null) return { state: verified.state, cookies: [] }
  const renewed = verified.ok ? await cookieStrategies[strategy].renew(verified.session, now) : verified
  if (renewed.ok) return { state: renewed.state, cookies: renewed.cookies }
  const isAbsent = renewed.state.because === 'absent'
  return { state: renewed.state, cookies: isAbsent ? [] : cookieStrategies[strategy].clearCookies() }
}

/** A token is renewed in the second half of its life. */
export const renewalDue = ({ expiresAt }: Authenticated, now: Date) =>
  Date.parse(expiresAt) - now.getTime() < (lifetimes().jwtSeconds * 1000) / 2

/** A request counts as activity: the idle end moves. Called after the answer, at most every tenth of the idle time. */
export async function recordActivity({ sessionId, state }: ReadSession, now: Date) {
  const absoluteExpiresAt = new Date(state.absoluteExpiresAt)
  await renewSession({ id: sessionId, absoluteExpiresAt }, lifetimes().idleSeconds, now)
}
