import 'server-only'
import { shownName } from '@/lib/forms/person-name'
import type { Authenticated, Confirmed, StrategyId, Subject } from '../contract'

/** The one place where the public state is put together: nothing of a row or a token reaches a client by accident. */
export function authenticated(
  strategy: StrategyId,
  session: Omit<Confirmed, 'sessionId' | 'origin' | 'person'> & { person: Subject },
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

export const anonymous = (because: 'absent' | 'malformed' | 'expired' | 'revoked') =>
  ({ status: 'anonymous', because }) as const
