import 'server-only'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import { isCookieStrategy, strategies as table } from '@/lib/strategies'
import type {
  CookieStrategyId,
  NotSignedIn,
  Presented,
  Reading,
  ReadSession,
  Session,
  Strategy,
  Unavailable,
  Verified,
  Authenticated,
  CookieWrite,
} from './contract'
import { presentedToken } from './parts/access-token'
import { strategyCookie } from './parts/cookie'
import { providerTokenReader } from './provider-token'
import type { Question } from './request-context'
import { strategyRegistry, cookieStrategies } from './strategies'
import { lifetimes } from './parts/lifetimes'
import { sessionCacheIsOn } from './parts/session-cache'
import { renewSession } from './parts/session-row'

/** The strategy that the preference cookie of this browser names, or the default of the app. */
export function chosenStrategy({ cookies }: Presented): CookieStrategyId {
  const chosen = cookies.get(strategyCookie())
  return isCookieStrategy(chosen) ? chosen : env().AUTH_STRATEGY
}

type Reader = Pick<Strategy, 'read' | 'verify'>
type Decided = { ok: true; reader: Reader } | NotSignedIn

/**
 * The strategy whose credential decides. If there is an Authorization header, it alone decides, and no cookie is looked
 * at: its token names its strategy, or the provider that issued it. Without that header it is the cookie strategy that
 * was asked for.
 */
async function deciding({ presented, strategy, now }: Question): Promise<Decided> {
  if (presented.authorization === null) return { ok: true, reader: strategyRegistry[strategy] }
  const token = await presentedToken(presented, now)
  if (token.ok) return { ok: true, reader: strategyRegistry[token.claims.strategy] }
  const ofProvider = providerTokenReader(presented)
  return ofProvider ? { ok: true, reader: ofProvider } : token
}

/** The question could not be answered. Never to be read as "signed out". */
export type CannotTell = { ok: false; code: 'unavailable'; state: Unavailable }

/** Who is asking? Writes nothing, never throws: an outage is `unavailable`. */
export const read = (ctx: Question): Promise<Reading | CannotTell> =>
  unlessAway(async () => {
    const decided = await deciding(ctx)
    return decided.ok ? decided.reader.read(ctx.presented, ctx.now) : decided
  })

/** `session`: present if it was looked up */
export type PageReading = (ReadSession & { session?: Session }) | NotSignedIn | CannotTell

/**
 * As `read`, for a page. If the strategy looks up the session in the database at every request, the answer has the session,
 * so that the page need not read the same row again.
 */
export const readForPage = (ctx: Question): Promise<PageReading> =>
  ctx.presented.authorization === null && isLookedUp(ctx.strategy) && !sessionCacheIsOn()
    ? unlessAway(() => verifySession(ctx))
    : read(ctx)

/** Whether the server looks at the session of this strategy at every request. */
export const isLookedUp = (strategy: CookieStrategyId) => table[strategy].lookup === 'each-request'

async function unlessAway<Answer>(ask: () => Promise<Answer>): Promise<Answer | CannotTell> {
  try {
    return await ask()
  } catch (error) {
    logFailure('auth.read', error)
    return { ok: false, code: 'unavailable', state: { status: 'unavailable' } }
  }
}

/** As `read`, and compared with what the server keeps: for whatever changes something. @throws database errors */
export async function verifySession(ctx: Question): Promise<Verified | NotSignedIn> {
  const decided = await deciding(ctx)
  return decided.ok ? decided.reader.verify(ctx.presented, ctx.now) : decided
}

/** `cookies` are to be written in either case: a session that has ended has its cookie cleared. */
export type Renewed = ({ ok: true; state: Authenticated } | NotSignedIn) & { cookies: CookieWrite[] }

/**
 * Moves the idle end of the session of the strategy's cookie, after comparing it with the session row. The absolute end
 * stays. Two calls at once have the effect of one. A session that was revoked is refused, and its cookie is cleared.
 * For a request with an access token nothing is renewed; its client has a refresh token for that.
 */
export async function renew(ctx: Question): Promise<Renewed> {
  const { presented, strategy, now } = ctx
  const verified = await verifySession(ctx)
  if (presented.authorization !== null)
    return verified.ok ? { ok: true, state: verified.state, cookies: [] } : notRenewed(verified, [])
  const renewed = verified.ok ? await cookieStrategies[strategy].renew(verified.session, now) : verified
  if (renewed.ok) return { ok: true, state: renewed.state, cookies: renewed.cookies }
  const isAbsent = renewed.state.because === 'absent'
  return notRenewed(renewed, isAbsent ? [] : cookieStrategies[strategy].clearCookies())
}

/** A renewal, or what replaces one, that was refused. `cookies`: what is to be written all the same */
export const notRenewed = ({ code, state }: NotSignedIn, cookies: CookieWrite[]): Renewed => ({
  ok: false,
  code,
  state,
  cookies,
})

/** Whether a credential is in the second half of its lifetime, in which it is renewed. */
export const renewalDue = ({ expiresAt }: Authenticated, now: Date) =>
  Date.parse(expiresAt) - now.getTime() < (lifetimes().jwtSeconds * 1000) / 2

/** Records activity: moves the idle end of a session that was used. Called after the answer, at most every tenth of the idle time. */
export async function recordActivity({ sessionId, state }: ReadSession, now: Date) {
  const absoluteExpiresAt = new Date(state.absoluteExpiresAt)
  await renewSession({ id: sessionId, absoluteExpiresAt }, lifetimes().idleSeconds, now)
}
