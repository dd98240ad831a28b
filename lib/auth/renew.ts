import 'server-only'
import type { Asking } from './asking'
import type {
  Anonymous,
  AuthState,
  Authenticated,
  Confirmed,
  CookieStrategyId,
  CookieWrite,
  Presented,
} from './contract'
import { lifetimes } from './parts/lifetimes'
import { confirmAs, readAs } from './read'
import { cookieStrategies } from './strategies'

export type Renewed = { state: AuthState; cookies: CookieWrite[] }

/**
 * Moves the idle end of a cookie's session, after looking at what the server keeps. The absolute end stays. Two tabs at once are as one.
 * A session that was revoked is refused here, whoever holds its token, and the client is told to forget it.
 * A request with a token is only told how it stands: its client has a refresh token for the rest.
 */
export async function renew(strategy: CookieStrategyId, { presented }: Asking, now: Date): Promise<Renewed> {
  const confirmed = await confirmAs(strategy, presented, now)
  if (presented.authorization !== null)
    return { state: await standing(confirmed, presented, now), cookies: [] }
  const renewed = 'status' in confirmed ? confirmed : await cookieStrategies[strategy].extend(confirmed, now)
  if (!('status' in renewed)) return { state: renewed.state, cookies: renewed.cookies }
  return {
    state: renewed,
    cookies: renewed.because === 'absent' ? [] : cookieStrategies[strategy].forget(),
  }
}

async function standing(
  confirmed: Confirmed | Anonymous,
  presented: Presented,
  now: Date,
): Promise<AuthState> {
  if ('status' in confirmed) return confirmed
  const reading = await readAs('database', presented, now) // the header decides
  return 'state' in reading ? reading.state : reading
}

/** A token is renewed in the second half of its life. */
export const renewalDue = ({ expiresAt }: Authenticated, now: Date) =>
  Date.parse(expiresAt) - now.getTime() < (lifetimes().jwtSeconds * 1000) / 2
