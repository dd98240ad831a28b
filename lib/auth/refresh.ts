import 'server-only'
import { noteEvent } from '@/lib/accounts'
import type { Asking } from './asking'
import type { IssuedTokens, TokenStrategyId } from './contract'
import { findRefreshToken, noteSpent, spendRefreshToken } from './parts/refresh-token'
import { confirmedBy, deleteSessions, refusal } from './parts/session-row'
import { tokenStrategies } from './strategies'

export type InvalidGrant = { ok: false; code: 'invalid_grant' }
const invalidGrant: InvalidGrant = { ok: false, code: 'invalid_grant' }

const isTokenStrategy = (id: string): id is TokenStrategyId => Object.hasOwn(tokenStrategies, id)

/**
 * A new pair of tokens for a refresh token, which is spent by it. Here state is looked at: a session that was ended, a
 * disabled person, a changed password or role. A spent token that comes back ends its session: one of the two who hold
 * it is a thief, and nobody can tell which. (A request that raced for it is no thief: see `spendRefreshToken`.)
 * @throws database errors
 */
export async function refresh(
  refreshToken: string,
  { visitor, arrivedAt }: Pick<Asking, 'visitor' | 'arrivedAt'>,
  now: Date,
): Promise<({ ok: true } & IssuedTokens) | InvalidGrant> {
  const found = await findRefreshToken(refreshToken)
  if (!found) return invalidGrant
  const { session } = found.row
  if (!isTokenStrategy(session.strategy)) return invalidGrant
  if (refusal(session, session.strategy, now)) return invalidGrant
  const strategy = tokenStrategies[session.strategy]
  const spent = await spendRefreshToken(found, strategy.claims.idleSeconds(), now, arrivedAt)
  if (spent === 'ended') return invalidGrant
  if (spent === 'reused') return endFamily(session, visitor.device, now)
  const issued = await strategy.mint({ ...confirmedBy(session), expiresAt: spent.expiresAt }, now)
  noteSpent(found.row.tokenHash)
  return { ok: true, ...issued, tokens: { ...issued.tokens, refresh_token: spent.refreshToken } }
}

async function endFamily({ id, userId }: { id: string; userId: string }, device: string, now: Date) {
  const [owner] = await deleteSessions([id])
  if (owner) await noteEvent(userId, 'token_reused', device, now)
  return invalidGrant
}
