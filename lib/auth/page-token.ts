import 'server-only'
import type { Anonymous, IssuedTokens, Presented } from './contract'
import { findSession, invalidReason, toSession } from './parts/session-row'
import { anonymousState } from './parts/auth-state'
import { chosenStrategy, verifyAs } from './read'
import { tokenStrategies } from './strategies'

/**
 * A hybrid access token for the scripts of a page, bound to the session of its cookie: whatever ends that ends it. It
 * cannot be refreshed, and does not outlive the session.
 * @throws database errors
 */
export async function pageToken(presented: Presented, now: Date): Promise<IssuedTokens | Anonymous> {
  if (presented.authorization !== null) return anonymousState('malformed')
  const session = await verifyAs(chosenStrategy(presented), presented, now)
  if ('status' in session) return session
  const row = await findSession({ id: session.sessionId })
  if (!row || invalidReason(row, row.strategy, now)) return anonymousState('revoked')
  return tokenStrategies.hybrid.issueTokens({ ...toSession(row), expiresAt: row.expiresAt }, now)
}
