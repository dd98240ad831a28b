import 'server-only'
import type { Account, Profile } from 'next-auth'
import { findPersonByIdentity, signInByIdentity } from '@/lib/accounts'
import { env } from '@/lib/env'
import { logEvent } from '@/lib/log'
import {
  identityOf,
  keptOf,
  vouch,
  type ProviderDescription,
  type ProviderTokens,
  type Vouched,
} from '@/lib/oidc'
import { keepPendingIdentity, pendingIdentitySeconds } from '../pending-identity'
import type { ProviderFlow } from '../provider-flow'
import { providerLab } from '../provider-lab'
import { signInPage } from './flow'
import { hook, type Scope } from './scope'

type Answer = { account?: Account | null; profile?: Profile }

/**
 * Auth.js has the tokens, and compared state, nonce and the verifier. Nothing is written yet: is it believed, and who
 * is it here? What it is for, the flow says. `true` lets Auth.js go on to make the session; otherwise the scope has the
 * outcome.
 */
export const recognise = ({ account, profile }: Answer): Promise<boolean> =>
  hook(async (scope) => {
    if (scope.proof) return true // a password: `authorize` has said who it is
    const { flow, begun } = scope
    if (!flow || !begun || !account) return false
    const vouched = await believed(flow.provider, account, profile, scope)
    if ('refused' in vouched) scope.outcome = refused(flow.provider, vouched.refused, scope)
    else if (begun.intent === 'connect') scope.outcome = await pending(vouched, begun, scope)
    else scope.outcome = await signInAs(vouched, begun, scope)
    return scope.proof !== undefined
  })

async function believed(
  provider: ProviderDescription,
  { id_token, access_token }: ProviderTokens,
  profile: Profile | undefined,
  { signal, now }: Scope,
): Promise<Vouched | { refused: string }> {
  if (provider.kind === 'oidc') return vouch(provider, { id_token, access_token }, signal, now)
  const claims = { ...profile, sub: String(profile?.sub) } // fetched by us, with the access token, a moment ago
  return { identity: identityOf(provider, claims), issuerSid: null, idToken: null, claims }
}

function refused(provider: ProviderDescription, reason: string, { asking }: Scope) {
  const { address, device } = asking.visitor
  logEvent('oidc.refused', { provider: provider.id, reason, address, device, result: 'refused' })
  return { fault: 'provider_refused' }
}

/** Proven, and waiting for the word of the person who began to connect it: the account page asks. */
async function pending({ identity }: Vouched, begun: ProviderFlow, { now }: Scope) {
  await keepPendingIdentity(begun, identity, pendingIdentitySeconds, now)
  return { page: begun.callbackUrl }
}

async function signInAs(
  { identity, issuerSid, idToken, claims }: Vouched,
  begun: ProviderFlow,
  scope: Scope,
): Promise<Scope['outcome']> {
  const { issuer, subject, provider } = identity
  if (begun.userId && (await findPersonByIdentity(issuer, subject))?.id !== begun.userId)
    return { fault: 'another_person' }
  const result = await signInByIdentity(identity, scope.asking.visitor, scope.now)
  if (result.ok) {
    const kept = keptOf(idToken, claims, providerLab(scope.asking.presented).keep)
    scope.proof = { person: result.person, provider, origin: { issuer, subject, issuerSid, kept } }
    return
  }
  if (result.code === 'address_taken') {
    await keepPendingIdentity(begun, identity, pendingIdentitySeconds, scope.now)
    return { page: signInPage({ error: result.code, callbackUrl: '/account' }) }
  }
  if (result.code !== 'confirmation_sent') return { fault: result.code }
  // as long as the link in the mail is good: it works in this browser, for this identity
  await keepPendingIdentity(begun, identity, env().VERIFY_EMAIL_SECONDS, scope.now)
  return { page: signInPage({ notice: result.code, callbackUrl: begun.callbackUrl }) }
}
