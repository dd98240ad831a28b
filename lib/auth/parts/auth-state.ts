import 'server-only'
import { shownName } from '@/lib/api-schema/person-name'
import type { Anonymous, Authenticated, NotSignedIn, StrategyId, User } from '../contract'

/** Of a row, a token or a session: what may be shown of it. */
type Shown = { person: User; provider: string; authenticatedAt: Date; absoluteExpiresAt: Date }

/** The one place where the public state is put together: nothing of a row or a token reaches a client by accident. */
export function authenticatedState(strategy: StrategyId, session: Shown, expiresAt: Date): Authenticated {
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

/** Nobody is signed in, and why. */
export const notSignedIn = (because: Anonymous['because']): NotSignedIn => ({
  ok: false,
  code: 'not_authenticated',
  state: { status: 'anonymous', because },
})
