import 'server-only'
import type { RequestContext } from '../request-context'
import type { Session, CookieStrategyId } from '../contract'
import { chosenStrategy, verifyAs } from '../read'
import type { Refusal } from './problem'

/**
 * The session behind a request that changes something: compared with what the server keeps, just now.
 * @param strategy whose cookie to look at, where it is not the one that the toggle names
 */
export async function verifySession(
  { presented }: RequestContext,
  now: Date,
  strategy?: CookieStrategyId,
): Promise<Session | Refusal> {
  const session = await verifyAs(strategy ?? chosenStrategy(presented), presented, now)
  return 'status' in session ? { code: 'not_authenticated' } : session
}

/** The same, for an administrator as of now, not as of the last token. */
export async function verifyAdmin(ctx: RequestContext, now: Date): Promise<Session | Refusal> {
  const session = await verifySession(ctx, now)
  if ('code' in session) return session
  return session.person.role === 'admin' ? session : { code: 'forbidden' }
}
