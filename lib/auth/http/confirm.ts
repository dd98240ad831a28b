import 'server-only'
import type { Asking } from '../asking'
import type { Confirmed, CookieStrategyId } from '../contract'
import { chosenStrategy, confirmAs } from '../read'
import type { Refusal } from './problem'

/**
 * The session behind a request that changes something: compared with what the server keeps, just now.
 * @param strategy whose cookie to look at, where it is not the one that the toggle names
 */
export async function confirmed(
  { presented }: Asking,
  now: Date,
  strategy?: CookieStrategyId,
): Promise<Confirmed | Refusal> {
  const session = await confirmAs(strategy ?? chosenStrategy(presented), presented, now)
  return 'status' in session ? { code: 'not_authenticated' } : session
}

/** The same, for an administrator as of now, not as of the last token. */
export async function confirmedAdmin(asking: Asking, now: Date): Promise<Confirmed | Refusal> {
  const session = await confirmed(asking, now)
  if ('code' in session) return session
  return session.person.role === 'admin' ? session : { code: 'forbidden' }
}
