import 'server-only'
import type { Anonymous, IssuedTokens, Presented } from './contract'
import { findSession, refusal, confirmedBy } from './parts/session-row'
import { anonymous } from './parts/state'
import { chosenStrategy, confirmAs } from './read'
import { tokenStrategies } from './strategies'

/**
 * A hybrid access token for the scripts of a page, bound to the session of its cookie: whatever ends that ends it. It
 * cannot be refreshed, and does not outlive the session.
 * @throws database errors
 */
export async function pageToken(presented: Presented, now: Date): Promise<IssuedTokens | Anonymous> {
  if (presented.authorization !== null) return anonymous('malformed')
  const session = await confirmAs(chosenStrategy(presented), presented, now)
  if ('status' in session) return session
  const row = await findSession({ id: session.sessionId })
  if (!row || refusal(row, row.strategy, now)) return anonymous('revoked')
  return tokenStrategies.hybrid.mint({ ...confirmedBy(row), expiresAt: row.expiresAt }, now)
}
