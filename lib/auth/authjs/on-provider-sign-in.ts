import 'server-only'
import type { Account, Profile } from 'next-auth'
import { findPersonByIdentity, signInByIdentity } from '@/lib/accounts'
import { env } from '@/lib/env'
import { logEvent } from '@/lib/log'
import {
  identityOf,
  storedIdTokenData,
  verifyProviderResponse,
  type ProviderDescription,
  type ProviderTokens,
  type ProviderIdentity,
  type TokenRefused,
} from '@/lib/oidc'
import { keepPendingIdentity, pendingIdentitySeconds } from '../pending-identity'
import { type ProviderFlow, flowOptions } from '../provider-flow'
import { signInPage } from './provider-request'
import { hook, type AuthjsCallContext } from './call-context'

type Answer = { account?: Account | null; profile?: Profile }

/**
 * Auth.js has the tokens, and compared state, nonce and the verifier. Nothing is written yet: is it believed, and who
 * is it here? What it is for, the flow says. `true` lets Auth.js go on to make the session; otherwise the scope has the
 * outcome.
 */
export const onProviderSignIn = ({ account, profile }: Answer): Promise<boolean> =>
  hook(async (context) => {
    if (context.provenPerson) return true // a password: `authorize` has said who it is
    const { request, flow } = context
    if (!request || !flow || !account) return false
    const identity = await believed(request.provider, account, profile, context)
    if (!identity.ok) context.outcome = refused(request.provider, identity.reason, context)
    else if (flow.intent === 'connect') context.outcome = await pending(identity, flow, context)
    else context.outcome = await signInAs(identity, flow, context)
    return context.provenPerson !== undefined
  })

async function believed(
  provider: ProviderDescription,
  { id_token, access_token }: ProviderTokens,
  profile: Profile | undefined,
  { signal, ctx }: AuthjsCallContext,
): Promise<ProviderIdentity | TokenRefused> {
  if (provider.kind === 'oidc')
    return verifyProviderResponse(provider, { id_token, access_token }, signal, ctx.now)
  const claims = { ...profile, sub: String(profile?.sub) } // fetched by us, with the access token, a moment ago
  return { ok: true, identity: identityOf(provider, claims), issuerSid: null, idToken: null, claims }
}

function refused(provider: ProviderDescription, reason: string, { ctx }: AuthjsCallContext) {
  const { address, device } = ctx.visitor
  logEvent('oidc.refused', { provider: provider.id, reason, address, device, result: 'refused' })
  return { ok: false, code: 'provider_refused' } as const
}

/** Proven, and waiting for the word of the person who began to connect it: the account page asks. */
async function pending({ identity }: ProviderIdentity, begun: ProviderFlow, { ctx }: AuthjsCallContext) {
  await keepPendingIdentity(begun, identity, pendingIdentitySeconds, ctx.now)
  return { ok: true, page: begun.callbackUrl } as const
}

async function signInAs(
  { identity, issuerSid, idToken, claims }: ProviderIdentity,
  begun: ProviderFlow,
  context: AuthjsCallContext,
): Promise<AuthjsCallContext['outcome']> {
  const { issuer, subject, provider } = identity
  if (begun.userId && (await findPersonByIdentity(issuer, subject))?.id !== begun.userId)
    return { ok: false, code: 'another_person' }
  const result = await signInByIdentity(identity, context.ctx.visitor, context.ctx.now)
  if (result.ok) {
    const idTokenData = storedIdTokenData(idToken, claims, flowOptions.get()(context.ctx.presented).keep)
    context.provenPerson = {
      person: result.person,
      provider,
      upstream: { issuer, subject, issuerSid, idTokenData },
    }
    return
  }
  if (result.code === 'address_taken') {
    await keepPendingIdentity(begun, identity, pendingIdentitySeconds, context.ctx.now)
    return { ok: true, page: signInPage({ error: result.code, callbackUrl: '/account' }) }
  }
  if (result.code !== 'confirmation_sent') return { ok: false, code: result.code }
  // as long as the link in the mail is good: it works in this browser, for this identity
  await keepPendingIdentity(begun, identity, env().VERIFY_EMAIL_SECONDS, context.ctx.now)
  return { ok: true, page: signInPage({ notice: result.code, callbackUrl: begun.callbackUrl }) }
}
