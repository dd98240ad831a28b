import 'server-only'
import { authenticatePassword } from '@/lib/accounts'
import type { RequestContext } from './request-context'
import type { CookieStrategyId } from './contract'
import { startSession } from './start-session'

type Credentials = { email: string; password: string; strategy?: CookieStrategyId | undefined }

/**
 * Signs a person in with a password.
 * @returns what was issued, or one refusal for every cause (`invalid_credentials`), or `rate_limited`
 * @throws Busy when the password queue is full; database errors
 */
export async function signIn({ email, password, strategy }: Credentials, ctx: RequestContext) {
  const result = await authenticatePassword({ email, password }, ctx.visitor, ctx.now)
  if (!result.ok) return result
  return startSession(result.person, 'credentials', strategy ?? ctx.strategy, ctx)
}
