import 'server-only'
import { authenticatePassword, tryRecordEvent, type Person } from '@/lib/accounts'
import { defaultTokenStrategy, strategies } from '@/lib/strategies'
import type { RequestContext } from './request-context'
import type { NewSession, IssuedTokens, UpstreamSession, TokenStrategyId } from './contract'
import { sessionOfToken } from './parts/access-token'
import { plusSeconds, earlierOf, lifetimes, wholeSecond } from './parts/lifetimes'
import { tokenStrategies } from './strategies'

type Credentials = {
  email: string
  password: string
  strategy?: TokenStrategyId | undefined
  scope?: string | undefined
}

/**
 * Signs a person in with a password, for a client that keeps tokens. Sets no cookie and ends no cookie's session.
 * @param replaces sessions that end with it, beside that of the token which is presented
 * @returns what was issued, or one refusal for every cause (`invalid_credentials`), or `rate_limited`
 * @throws Busy when the password queue is full; database errors
 */
export async function signInForTokens(
  { email, password, strategy = defaultTokenStrategy, scope }: Credentials,
  ctx: RequestContext,
  now: Date,
  replaces: string[] = [],
) {
  const result = await authenticatePassword({ email, password }, ctx.visitor, now)
  if (!result.ok) return result
  const bounds = { scope, replaces }
  const issued = await startTokenSession(result.person, 'credentials', strategy, ctx, now, bounds)
  return { ok: true as const, ...issued }
}

/** `endsBy`: when the word of whoever vouched ends, before ours would */
type Bounds = {
  scope?: string | undefined
  upstream?: UpstreamSession | null
  endsBy?: Date
  replaces?: string[]
}

/** Makes a session for a person who has just proved who they are. Ends the one whose token was presented with it. */
export async function startTokenSession(
  person: Person,
  provider: string,
  strategy: TokenStrategyId,
  { presented, visitor }: RequestContext,
  now: Date,
  { scope, upstream = null, endsBy, replaces = [] }: Bounds = {},
): Promise<IssuedTokens> {
  const authenticatedAt = wholeSecond(now)
  const ours = plusSeconds(authenticatedAt, absoluteSeconds(strategy))
  const replaced = await sessionOfToken(presented, now)
  const newSession: NewSession = {
    person,
    provider,
    upstream,
    device: visitor.device,
    authenticatedAt,
    replaces: replaced ? [...replaces, replaced] : replaces,
    absoluteExpiresAt: earlierOf(ours, endsBy ?? ours),
    ...(scope !== undefined && { scope }),
  }
  const issued = await tokenStrategies[strategy].start(newSession, now)
  await tryRecordEvent(person.id, 'signed_in', visitor.device, now)
  return issued
}

/** What each request looks up is a session as well as a family of refresh tokens: the shorter of both ends it. */
function absoluteSeconds(strategy: TokenStrategyId) {
  const { refreshAbsoluteSeconds, absoluteSeconds } = lifetimes()
  return strategies[strategy].lookup === 'each-request'
    ? Math.min(refreshAbsoluteSeconds, absoluteSeconds)
    : refreshAbsoluteSeconds
}
