import 'server-only'
import type { Asking } from './asking'
import type { AuthState, Authenticated, CookieStrategyId, CookieWrite } from './contract'
import { lifetimes } from './parts/lifetimes'
import { confirmAs } from './read'
import { strategies } from './strategies'

export type Renewed = { state: AuthState; cookies: CookieWrite[] }

/**
 * Moves the idle end, after looking at what the server keeps. The absolute end stays. Two tabs at once are as one.
 * A session that was revoked is refused here, whoever holds its token, and the client is told to forget it.
 */
export async function renew(strategy: CookieStrategyId, { presented }: Asking, now: Date): Promise<Renewed> {
  const confirmed = await confirmAs(strategy, presented, now)
  const renewed = 'status' in confirmed ? confirmed : await strategies[strategy].extend(confirmed, now)
  if (!('status' in renewed)) return { state: renewed.state, cookies: renewed.cookies }
  const isOfCookie = presented.authorization === null && renewed.because !== 'absent'
  return { state: renewed, cookies: isOfCookie ? strategies[strategy].forget() : [] }
}

/** A token is renewed in the second half of its life. */
export const renewalDue = ({ expiresAt }: Authenticated, now: Date) =>
  Date.parse(expiresAt) - now.getTime() < (lifetimes().jwtSeconds * 1000) / 2
