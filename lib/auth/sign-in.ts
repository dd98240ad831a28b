import 'server-only'
import { authenticatePassword } from '@/lib/accounts'
import type { RequestContext } from './request-context'
import type { CookieStrategyId } from './contract'
import { chosenStrategy } from './read'
import { startSession } from './start-session'

type Credentials = { email: string; password: string; strategy?: CookieStrategyId | undefined }

/**
 * Signs a person in with a password.
 * @returns what was issued, or one refusal for every cause (`invalid_credentials`), or `rate_limited`
 * @throws Busy when the password queue is full; database errors
 */
export async function signIn({ email, password, strategy }: Credentials, ctx: RequestContext, now: Date) {
  const result = await authenticatePassword({ email, password }, ctx.visitor, now)
  if (!result.ok) return result
  const issued = await startSession(
    result.person,
    'credentials',
    strategy ?? chosenStrategy(ctx.presented),
    ctx,
    now,
  )
  return { ok: true as const, ...issued }
}
