import 'server-only'
import { findPersonByIdentity, type Person } from '@/lib/accounts'
import { logEvent } from '@/lib/log'
import { providerNamedBy, verifyProviderAccessToken, type ProviderAccessToken } from '@/lib/oidc'
import { defaultTokenStrategy } from '@/lib/strategies'
import type { NotSignedIn, Presented, Reading, ReadSession, Session, Strategy, Verified } from './contract'
import { audience, bearerCredential, fullScope, hasScope } from './parts/access-token'
import { fromNumericDate } from './parts/lifetimes'
import { notSignedIn, authenticatedState } from './parts/auth-state'

/** The nil UUID (RFC 9562 §5.9): a token of a provider has no session here, and so none that could be ended here. */
const noSession = '00000000-0000-0000-0000-000000000000'

/** A provider's access token, issued for our API to whoever its subject is here. */
type ProviderTokenPerson = { ok: true; token: ProviderAccessToken; person: Person }

/**
 * Who a provider's access token stands for here: the person with that identity, as they are now.
 * @throws ProviderFault when the provider's keys cannot be had; database errors
 */
export async function personForProviderToken(
  jwt: string,
  now: Date,
): Promise<ProviderTokenPerson | NotSignedIn> {
  const token = await verifyProviderAccessToken(jwt, audience(), now)
  if (!token.ok) return refused(token.reason)
  if (!hasScope(token.scope, fullScope)) return notSignedIn('malformed')
  const person = await findPersonByIdentity(token.provider.issuer, token.sub)
  return person ? { ok: true, token, person } : notSignedIn('revoked')
}

/** Logs why a token is refused, unless it has only expired: the client is not told the reason. */
function refused(reason: string): NotSignedIn {
  if (reason === 'ERR_JWT_EXPIRED') return notSignedIn('expired')
  logEvent('oidc.access_token_refused', { reason, result: 'refused' })
  return notSignedIn('malformed')
}

const refreshedAt = ({ token }: ProviderTokenPerson) => fromNumericDate(token.auth_time ?? token.iat)

const sessionOf = ({ token, person }: ProviderTokenPerson, authenticatedAt: Date): Session => ({
  id: noSession,
  person,
  provider: token.provider.id,
  upstream: null,
  scope: token.scope,
  authenticatedAt,
  expiresAt: fromNumericDate(token.exp),
  absoluteExpiresAt: fromNumericDate(token.exp),
})

function readingOf(provider: ProviderTokenPerson): ReadSession {
  const session = sessionOf(provider, refreshedAt(provider))
  return {
    ok: true,
    state: authenticatedState(defaultTokenStrategy, session, session.expiresAt),
    sessionId: noSession,
  }
}

async function read(presented: Presented, now: Date): Promise<Reading> {
  const provider = await personForProviderToken(bearerCredential(presented)!, now)
  return provider.ok ? readingOf(provider) : provider
}

/**
 * A provider's token that was refreshed is new although the person did not sign in again. So without `auth_time` the
 * sign-in is taken to be at epoch 0, and a check for a recent proof fails.
 */
async function verify(presented: Presented, now: Date): Promise<Verified | NotSignedIn> {
  const provider = await personForProviderToken(bearerCredential(presented)!, now)
  if (!provider.ok) return provider
  const session = sessionOf(provider, fromNumericDate(provider.token.auth_time ?? 0))
  return { ...readingOf(provider), session }
}

/** The reader for a request whose token says that it is from a provider; null for every other. */
export function providerTokenReader(presented: Presented): Pick<Strategy, 'read' | 'verify'> | null {
  const jwt = bearerCredential(presented)
  return jwt !== null && providerNamedBy(jwt) ? { read, verify } : null
}

/** Whether the token is a provider's. This app cannot revoke such a token, so signing out with one is refused. */
export const isProviderToken = (presented: Presented) => providerTokenReader(presented) !== null
