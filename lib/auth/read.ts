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
} from './contract'
import { presentedToken } from './parts/access-token'
import { strategyCookie } from './parts/cookie'
import { providerTokenReader } from './provider-token'
import type { Question } from './request-context'
import { strategies } from './strategies'

/** What the toggle says, or the default of the app. */
export function chosenStrategy({ cookies }: Presented): CookieStrategyId {
  const chosen = cookies.get(strategyCookie())
  return isCookieStrategy(chosen) ? chosen : env().AUTH_STRATEGY
}

type Reader = Pick<Strategy, 'read' | 'verify'>
type Decided = { ok: true; reader: Reader } | NotSignedIn

/**
 * The strategy whose credential decides. An Authorization header alone does where there is one, and never falls back to
 * a cookie: its token says which strategy it belongs to, or which provider it is from. Else it is the cookie strategy
 * that was asked for.
 */
async function deciding({ presented, strategy, now }: Question): Promise<Decided> {
  if (presented.authorization === null) return { ok: true, reader: strategies[strategy] }
  const token = await presentedToken(presented, now)
  if (token.ok) return { ok: true, reader: strategies[token.claims.strategy] }
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

/** `session`: where it was looked up */
export type PageReading = (ReadSession & { session?: Session }) | NotSignedIn | CannotTell

/**
 * As `read`, for a page, which shows who is asking and may go on with their session: it is there where the strategy looks
 * it up at every request, so that nobody asks for the same row again.
 */
export const readForPage = (ctx: Question): Promise<PageReading> =>
  ctx.presented.authorization === null && isLookedUp(ctx.strategy)
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
