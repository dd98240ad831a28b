import 'server-only'
import { env } from '@/lib/env'
import { logFailure } from '@/lib/log'
import type {
  Anonymous,
  Session,
  CookieStrategyId,
  Presented,
  Reading,
  Strategy,
  Unavailable,
} from './contract'
import { presentedToken } from './parts/access-token'
import { strategyCookie } from './parts/cookie'
import { providerTokenReader } from './provider-token'
import type { Question } from './request-context'
import { strategies } from './strategies'

const isCookieStrategy = (id: unknown): id is CookieStrategyId => id === 'database' || id === 'jwt'

/** What the toggle says, or the default of the app. */
export function chosenStrategy({ cookies }: Presented): CookieStrategyId {
  const chosen = cookies.get(strategyCookie())
  return isCookieStrategy(chosen) ? chosen : env().AUTH_STRATEGY
}

type Reader = Pick<Strategy, 'read' | 'verify'>

/**
 * The strategy whose credential decides. An Authorization header alone does where there is one, and never falls back to
 * a cookie: its token says which strategy it belongs to, or which provider it is from. Else it is the cookie strategy that was asked for.
 */
async function deciding({ presented, strategy, now }: Question): Promise<Reader | Anonymous> {
  if (presented.authorization === null) return strategies[strategy]
  const token = await presentedToken(presented, now)
  if ('refused' in token) return providerTokenReader(presented) ?? token.refused
  return 'sid' in token.claims ? strategies.hybrid : strategies.bearer
}

/** Who is asking? Writes nothing, never throws: an outage is `unavailable`. */
export async function read(ctx: Question): Promise<Reading | Unavailable> {
  try {
    const decides = await deciding(ctx)
    return 'status' in decides ? decides : await decides.read(ctx.presented, ctx.now)
  } catch (error) {
    logFailure('auth.read', error)
    return { status: 'unavailable' }
  }
}

/** As `read`, and compared with what the server keeps: for whatever changes something. @throws database errors */
export async function verify(ctx: Question): Promise<Session | Anonymous> {
  const decides = await deciding(ctx)
  return 'status' in decides ? decides : decides.verify(ctx.presented, ctx.now)
}
