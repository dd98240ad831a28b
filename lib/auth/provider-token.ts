import 'server-only'
import { findPersonByIdentity, type Person } from '@/lib/accounts'
import { logEvent } from '@/lib/log'
import { providerNamedBy, verifyProviderAccessToken, type ProviderAccessToken } from '@/lib/oidc'
import type { Anonymous, Session, Presented, Reading, Strategy } from './contract'
import { audience, bearerCredential, fullScope, hasScope } from './parts/access-token'
import { fromNumericDate } from './parts/dates'
import { anonymousState, authenticatedState } from './parts/auth-state'

/** The nil UUID (RFC 9562 §5.9): a token of a provider has no session here, and so none that could be ended here. */
const noSession = '00000000-0000-0000-0000-000000000000'

/** A provider's access token, issued for our API to whoever its subject is here. */
type ProviderTokenPerson = { token: ProviderAccessToken; person: Person }

/**
 * Who a provider's access token stands for here: the person with that identity, as they are now.
 * @throws ProviderFault when the provider's keys cannot be had; database errors
 */
export async function personForProviderToken(
  jwt: string,
  now: Date,
): Promise<ProviderTokenPerson | Anonymous> {
  const token = await verifyProviderAccessToken(jwt, audience(), now)
  if ('refused' in token) return refused(token.refused)
  if (!hasScope(token.scope, fullScope)) return anonymousState('malformed')
  const person = await findPersonByIdentity(token.provider.issuer, token.sub)
  return person ? { token, person } : anonymousState('revoked')
}

/** An expired token is daily business; any other reason is for the log, since its bearer is not told. */
function refused(reason: string): Anonymous {
  if (reason === 'ERR_JWT_EXPIRED') return anonymousState('expired')
  logEvent('oidc.access_token_refused', { reason, result: 'refused' })
  return anonymousState('malformed')
}

const sessionOf = ({ token, person }: ProviderTokenPerson) => ({
  sessionId: noSession,
  person,
  provider: token.provider.id,
  upstream: null,
  scope: token.scope,
  absoluteExpiresAt: fromNumericDate(token.exp),
})

async function read(presented: Presented, now: Date): Promise<Reading> {
  const provider = await personForProviderToken(bearerCredential(presented)!, now)
  if ('status' in provider) return provider
  const { auth_time, iat, exp } = provider.token
  const session = { ...sessionOf(provider), authenticatedAt: fromNumericDate(auth_time ?? iat) }
  return { state: authenticatedState('bearer', session, fromNumericDate(exp)), sessionId: noSession }
}

/** A refreshed token is new, though nobody proved anything: without `auth_time` the proof is as old as can be. */
async function verify(presented: Presented, now: Date): Promise<Session | Anonymous> {
  const provider = await personForProviderToken(bearerCredential(presented)!, now)
  if ('status' in provider) return provider
  return { ...sessionOf(provider), authenticatedAt: fromNumericDate(provider.token.auth_time ?? 0) }
}

/** The reader for a request whose token says that it is from a provider; null for every other. */
export function providerTokenReader(presented: Presented): Pick<Strategy, 'read' | 'verify'> | null {
  const jwt = bearerCredential(presented)
  return jwt !== null && providerNamedBy(jwt) ? { read, verify } : null
}

/** Nothing here can end it: to claim so would be a lie. */
export const isProviderToken = (presented: Presented) => providerTokenReader(presented) !== null
