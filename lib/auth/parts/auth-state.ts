import 'server-only'
import { shownName } from '@/lib/api-schema/person-name'
import type { Authenticated, Session, StrategyId, User } from '../contract'

/** The one place where the public state is put together: nothing of a row or a token reaches a client by accident. */
export function authenticatedState(
  strategy: StrategyId,
  session: Omit<Session, 'sessionId' | 'upstream' | 'person'> & { person: User },
  expiresAt: Date,
): Authenticated {
  const { id, email, name, role } = session.person
  return {
    status: 'authenticated',
    strategy,
    user: { id, email, name: shownName(name), role },
    authenticatedAt: session.authenticatedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    absoluteExpiresAt: session.absoluteExpiresAt.toISOString(),
    provider: session.provider,
  }
}

export const anonymousState = (because: 'absent' | 'malformed' | 'expired' | 'revoked') =>
  ({ status: 'anonymous', because }) as const
