import 'server-only'
import type { Account, Profile } from 'next-auth'
import { signInByIdentity } from '@/lib/accounts'
import { logEvent } from '@/lib/log'
import {
  identityOf,
  keptOf,
  vouch,
  type ProviderDescription,
  type ProviderTokens,
  type Vouched,
} from '@/lib/oidc'
import { keepPendingIdentity } from '../pending-identity'
import { providerLab } from '../provider-lab'
import { intentOf } from './flow'
import { hook, type Scope } from './scope'

type Answer = { account?: Account | null; profile?: Profile }

/**
 * Auth.js has the tokens, and compared state, nonce and the verifier. Nothing is written yet: is it believed, and who
 * is it here? `true` lets Auth.js go on to make the session; otherwise the answer is a path to go to instead.
 */
export const recognise = ({ account, profile }: Answer): Promise<boolean | string> =>
  hook(async (scope) => {
    if (scope.proof) return true // a password: `authorize` has said who it is
    if (!scope.flow || !account) return false
    const { provider } = scope.flow
    const vouched = await believed(provider, account, profile, scope)
    if ('refused' in vouched) return refused(provider, vouched.refused, scope)
    return intentOf(scope.asking.presented) === 'connect' ? pending(vouched, scope) : signInAs(vouched, scope)
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
  return '/sign-in?error=provider_refused'
}

/** Proven, and waiting for the word of the person who is signed in: `/account` asks. */
function pending({ identity }: Vouched, scope: Scope) {
  scope.cookies = [keepPendingIdentity(identity, scope.now)]
  return '/account?notice=connect'
}

async function signInAs(
  { identity, issuerSid, idToken, claims }: Vouched,
  scope: Scope,
): Promise<true | string> {
  const result = await signInByIdentity(identity, scope.asking.visitor, scope.now)
  if (result.ok) {
    const { issuer, subject, provider } = identity
    const kept = keptOf(idToken, claims, providerLab(scope.asking.presented).keep)
    scope.proof = { person: result.person, provider, origin: { issuer, subject, issuerSid, kept } }
    return true
  }
  if (result.code === 'address_taken' || result.code === 'confirmation_sent')
    scope.cookies = [keepPendingIdentity(identity, scope.now)]
  const parameter = result.code === 'confirmation_sent' ? 'notice' : 'error'
  return `/sign-in?${parameter}=${result.code}&callbackUrl=/account`
}
