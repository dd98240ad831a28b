import 'server-only'
import { tryRecordEvent } from '@/lib/accounts'
import type { RequestContext } from './request-context'
import { isTokenStrategy } from '@/lib/strategies'
import type { IssuedTokens } from './contract'
import { fullScope, narrowedScope } from './parts/access-token'
import { type ProofFault, spendKeyProof, verifyKeyFor } from './parts/dpop-proof'
import { findRefreshToken, markSpent, spendRefreshToken } from './parts/refresh-token'
import { toSession, endSessions, validRow } from './parts/session-row'
import { tokenStrategies } from './strategies'

export type NotRefreshed = { ok: false; code: 'invalid_grant' | 'invalid_scope' | ProofFault }
const invalidGrant: NotRefreshed = { ok: false, code: 'invalid_grant' }

/**
 * A new pair of tokens for a refresh token, which is spent by it. The session row and the user are looked at: a session
 * that was ended, a disabled person, a changed password or role. A spent token that comes back ends its session: one of
 * the two who hold it is a thief, and nobody can tell which. (Two requests at once are no replay: see
 * `spendRefreshToken`.) One that is bound to a key is good with a proof by that key alone: without it nothing is spent,
 * and nothing ends.
 * @param requestedScope of the new access token alone; absent: what was granted. One that was not granted spends
 *   nothing.
 * @throws database errors
 * @see RFC 6749 §6, RFC 9449 §5
 */
export async function refresh(
  refreshToken: string,
  { presented, visitor, arrivedAt, now }: Pick<RequestContext, 'presented' | 'visitor' | 'arrivedAt' | 'now'>,
  requestedScope?: string,
): Promise<IssuedTokens | NotRefreshed> {
  const found = await findRefreshToken(refreshToken)
  if (!found) return invalidGrant
  const { session } = found.row
  if (!isTokenStrategy(session.strategy)) return invalidGrant
  if (!validRow(session, session.strategy, now).ok) return invalidGrant
  const scope = narrowedScope(requestedScope, session.scope ?? fullScope)
  if (scope === null) return { ok: false, code: 'invalid_scope' }
  const key = await verifyKeyFor(session.strategy, presented, now)
  if (!key.ok) return key
  if (key.proof && key.proof.keyThumbprint !== session.keyThumbprint) return invalidGrant
  const proven = await spendKeyProof(presented, key.proof)
  if (!proven.ok) return proven
  const strategy = tokenStrategies[session.strategy]
  const spent = await spendRefreshToken(found, strategy.idleSeconds(), now, arrivedAt)
  if (!spent.ok) return spent.code === 'reused' ? endFamily(session, visitor.device, now) : invalidGrant
  const issued = await strategy.issueTokens({ ...toSession(session), scope, expiresAt: spent.expiresAt }, now)
  markSpent(found.row.tokenHash)
  return { ...issued, tokens: { ...issued.tokens, refresh_token: spent.refreshToken } }
}

async function endFamily({ id, userId }: { id: string; userId: string }, device: string, now: Date) {
  const [owner] = await endSessions([id])
  if (owner) await tryRecordEvent(userId, 'token_reused', device, now)
  return invalidGrant
}
