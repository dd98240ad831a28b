import 'server-only'
import { authenticatePassword } from '@/lib/accounts'
import { defaultTokenStrategy } from '@/lib/strategies'
import type { RequestContext } from './request-context'
import type { TokenStrategyId } from './contract'
import { startTokenSession } from './start-session'

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
  replaces: string[] = [],
) {
  const result = await authenticatePassword({ email, password }, ctx.visitor, ctx.now)
  if (!result.ok) return result
  const bounds = { scope, replaces }
  return startTokenSession(result.person, 'credentials', strategy, ctx, bounds)
}
