import 'server-only'
import { tokenStrategyFor } from '@/lib/strategies'
import type { RequestContext } from './request-context'
import type { IssuedTokens, TokenStrategyId } from './contract'
import { audience, fullScope, narrowedScope } from './parts/access-token'
import { type ProofFault, spendKeyProof, verifyKeyFor } from './parts/dpop-proof'
import { fromNumericDate } from './parts/lifetimes'
import { personForProviderToken } from './provider-token'
import { startTokenSession } from './start-session'

type TokenExchangeRequest = {
  subject_token: string
  audience?: string | undefined
  resource?: string | undefined
  scope?: string | undefined
  strategy?: TokenStrategyId | undefined
}
type Refused = {
  ok: false
  code: 'invalid_subject_token' | 'invalid_scope' | 'invalid_target' | ProofFault
}

/**
 * Our access token for a provider's: with our claims, our lifetime, and a session of ours that can be ended. It ends
 * when the provider's token expires, and there is no refresh token: the client exchanges again.
 * @throws ProviderFault when the provider's keys cannot be had; database errors
 * @see RFC 8693 §2
 */
export async function exchangeToken(
  { subject_token, audience: wanted, resource, scope: requestedScope, strategy: asked }: TokenExchangeRequest,
  { presented, visitor, now }: Pick<RequestContext, 'presented' | 'visitor' | 'now'>,
): Promise<IssuedTokens | Refused> {
  const isOurs = [wanted, resource].every((target) => target === undefined || target === audience())
  if (!isOurs) return { ok: false, code: 'invalid_target' }
  const scope = narrowedScope(requestedScope, fullScope)
  if (scope === null) return { ok: false, code: 'invalid_scope' }
  const strategy = asked ?? tokenStrategyFor(presented)
  const key = await verifyKeyFor(strategy, presented, now)
  if (!key.ok) return key
  const subject = await personForProviderToken(subject_token, now)
  if (!subject.ok) return { ok: false, code: 'invalid_subject_token' }
  const proven = await spendKeyProof(presented, key.proof)
  if (!proven.ok) return proven
  const { token, person } = subject
  const { id: provider, issuer } = token.provider
  const upstream = {
    issuer,
    subject: token.sub,
    issuerSid: null,
    idTokenData: { as: 'claims', claims: {} },
  } as const
  const keyThumbprint = key.proof?.keyThumbprint
  const bounds = { scope, upstream, endsBy: fromNumericDate(token.exp), keyThumbprint }
  const issued = await startTokenSession(person, provider, strategy, { visitor, now }, bounds)
  const { refresh_token: _, ...tokens } = issued.tokens
  return { ...issued, tokens }
}
