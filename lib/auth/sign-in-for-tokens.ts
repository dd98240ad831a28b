import 'server-only'
import { authenticatePassword, noteEvent, type Person } from '@/lib/accounts'
import type { Asking } from './asking'
import type { Grant, IssuedTokens, SessionOrigin, TokenStrategyId } from './contract'
import { sessionOfToken } from './parts/access-token'
import { after, earlier, lifetimes, wholeSecond } from './parts/lifetimes'
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
  { email, password, strategy = 'bearer', scope }: Credentials,
  asking: Asking,
  now: Date,
  replaces: string[] = [],
) {
  const result = await authenticatePassword({ email, password }, asking.visitor, now)
  if (!result.ok) return result
  const bounds = { scope, replaces }
  const issued = await establishTokens(result.person, 'credentials', strategy, asking, now, bounds)
  return { ok: true as const, ...issued }
}

/** `endsBy`: when the word of whoever vouched ends, before ours would */
type Bounds = {
  scope?: string | undefined
  origin?: SessionOrigin | null
  endsBy?: Date
  replaces?: string[]
}

/** Makes a session for a person who has just proved who they are. Ends the one whose token was presented with it. */
export async function establishTokens(
  person: Person,
  provider: string,
  strategy: TokenStrategyId,
  { presented, visitor }: Asking,
  now: Date,
  { scope, origin = null, endsBy, replaces = [] }: Bounds = {},
): Promise<IssuedTokens> {
  const authenticatedAt = wholeSecond(now)
  const ours = after(authenticatedAt, absoluteSeconds(strategy))
  const replaced = await sessionOfToken(presented, now)
  const grant: Grant = {
    person,
    provider,
    origin,
    device: visitor.device,
    authenticatedAt,
    replaces: replaced ? [...replaces, replaced] : replaces,
    absoluteExpiresAt: earlier(ours, endsBy ?? ours),
    ...(scope !== undefined && { scope }),
  }
  const issued = await tokenStrategies[strategy].issue(grant, now)
  await noteEvent(person.id, 'signed_in', visitor.device, now)
  return issued
}

/** A hybrid is a session too: the shorter of both ends it. */
function absoluteSeconds(strategy: TokenStrategyId) {
  const { refreshAbsoluteSeconds, absoluteSeconds } = lifetimes()
  return strategy === 'hybrid' ? Math.min(refreshAbsoluteSeconds, absoluteSeconds) : refreshAbsoluteSeconds
}
