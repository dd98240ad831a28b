import 'server-only'
import type { Anonymous, AuthState, Authenticated, CookieWrite, ReadSession, Session } from './contract'
import { lifetimes } from './parts/lifetimes'
import { renewSession } from './parts/session-row'
import { read, verify } from './read'
import type { Question } from './request-context'
import { cookieStrategies } from './strategies'

export type Renewed = { state: AuthState; cookies: CookieWrite[] }

/**
 * Moves the idle end of the session of the strategy's cookie, after looking at what the server keeps. The absolute end stays. Two tabs at once are as one.
 * A session that was revoked is refused here, whoever holds its token, and the client is told to forget it.
 * A request with a token is only told how it stands: its client has a refresh token for the rest.
 */
export async function renew(ctx: Question): Promise<Renewed> {
  const { presented, strategy, now } = ctx
  const confirmed = await verify(ctx)
  if (presented.authorization !== null) return { state: await standing(confirmed, ctx), cookies: [] }
  const renewed = 'status' in confirmed ? confirmed : await cookieStrategies[strategy].renew(confirmed, now)
  if (!('status' in renewed)) return { state: renewed.state, cookies: renewed.cookies }
  return {
    state: renewed,
    cookies: renewed.because === 'absent' ? [] : cookieStrategies[strategy].clearCookies(),
  }
}

async function standing(confirmed: Session | Anonymous, ctx: Question): Promise<AuthState> {
  if ('status' in confirmed) return confirmed
  const reading = await read(ctx)
  return 'state' in reading ? reading.state : reading
}

/** A token is renewed in the second half of its life. */
export const renewalDue = ({ expiresAt }: Authenticated, now: Date) =>
  Date.parse(expiresAt) - now.getTime() < (lifetimes().jwtSeconds * 1000) / 2

/** A request counts as activity: the idle end moves. Called after the answer, at most every tenth of the idle time. */
export async function recordActivity({ sessionId, state }: ReadSession, now: Date) {
  const absoluteExpiresAt = new Date(state.absoluteExpiresAt)
  await renewSession({ sessionId, absoluteExpiresAt }, lifetimes().idleSeconds, now)
}
