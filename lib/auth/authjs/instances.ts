import 'server-only'
import { skipCSRFCheck } from '@auth/core'
import NextAuth, { AuthError, type NextAuthConfig } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import type { Account, Profile } from 'next-auth'
import { env } from '@/lib/env'
import { logEvent } from '@/lib/log'
import {
  type ProviderDescription,
  providers,
  identityOf,
  storedIdTokenData,
  verifyProviderResponse,
  type ProviderTokens,
  type ProviderIdentity,
  type TokenRefused,
} from '@/lib/oidc'
import { findPersonByIdentity, signInByIdentity } from '@/lib/accounts'
import type { AuthjsStrategyId } from '@/lib/strategies'
import type { Authenticated } from '../contract'
import { cookieAttributes, sessionCookie, transientCookies } from '../parts/cookie'
import { lifetimes } from '../parts/lifetimes'
import { renew } from '../read'
import { startSession } from '../start-session'
import { signOut } from '../sign-out'
import { strategyRegistry } from '../strategies'
import { keepPendingIdentity, pendingIdentitySeconds } from '../pending-identity'
import { type ProviderFlow, flowOptions } from '../provider-flow'
import { adapter, authjsProvider, credentials } from './providers'
import { callContext, inCallback, type AuthjsCallContext } from './call-context'
import { redirect, signInPage } from './next-page'
import type { ProviderRequest } from './start-provider-sign-in'

declare module 'next-auth' {
  interface Session {
    state: Authenticated
  }
}

/** What `/session` shows: a fixed shape. Without it Auth.js would send the whole user row, password hash included. */
export function sessionDto({
  user,
  strategy,
  provider,
  authenticatedAt,
  expiresAt,
  absoluteExpiresAt,
}: Authenticated) {
  return { user, expires: expiresAt, strategy, provider, authenticatedAt, absoluteExpiresAt }
}

/**
 * A provider that does not exist, for an app without providers: Auth.js refuses database sessions if credentials are
 * its only provider. No route leads to it.
 */
const nobody: ProviderDescription = {
  id: 'none',
  name: 'None',
  kind: 'oidc',
  issuer: 'https://none.invalid',
  clientId: 'none',
  clientSecret: null,
  authMethod: 'none',
}

const listed = (): ProviderRequest[] => {
  const known = providers()
  return (known.length ? known : [nobody]).map((provider) => ({
    provider,
    withoutPkce: false,
    forceReauthentication: false,
  }))
}

/**
 * What both instances share: same providers, same pages, own base path and own cookie names.
 * @param isOurs this app made the request, after it checked the origin: Auth.js then asks for no CSRF token
 */
export function shared(
  strategy: AuthjsStrategyId,
  flow: ProviderRequest | null,
  isOurs: boolean,
): NextAuthConfig {
  const asked = flow ? [flow] : listed()
  const config: NextAuthConfig = {
    basePath: `/api/auth/${strategy}`,
    secret: env().AUTH_SECRET,
    trustHost: true,
    useSecureCookies: env().https,
    cookies: cookies(strategy, flow?.provider.id ?? 'none'),
    pages: { signIn: '/sign-in', signOut: '/account', error: '/sign-in', verifyRequest: '/sign-in' },
    providers: [credentials, ...asked.map(authjsProvider)],
    logger: {
      error: (error: Error) => logRefusal(error),
      warn: () => undefined,
      debug: () => undefined, // prints passwords
    },
  }
  if (isOurs) config.skipCSRFCheck = skipCSRFCheck
  return config
}

/**
 * Logs what Auth.js refused, with the code of the cause. A wrong password is not logged here: `authenticatePassword`
 * does.
 */
function logRefusal(error: Error) {
  const type = error instanceof AuthError ? error.type : error.name
  if (type === 'CredentialsSignin') return
  const { err } = (error.cause ?? {}) as { err?: { code?: unknown; name?: unknown } }
  const reason = typeof err?.code === 'string' ? err.code : typeof err?.name === 'string' ? err.name : null
  logEvent('authjs.refused', { type, reason, result: 'refused' })
}

function cookies(strategy: AuthjsStrategyId, provider: string): NonNullable<NextAuthConfig['cookies']> {
  const options = cookieAttributes()
  const names = { sessionToken: sessionCookie(strategy), ...transientCookies(strategy, provider) }
  return Object.fromEntries(
    Object.entries(names).map(([purpose, name]) => [purpose, { name, options }] as const),
  )
}

/**
 * Makes the session of whoever has just proved who they are, by a password or through a provider, and keeps its
 * cookies for the answer. @returns the credential, for Auth.js, whose cookie is replaced by ours
 */
export async function startedSessionCredential(instance: AuthjsStrategyId): Promise<string> {
  const current = callContext()
  const strategy = current.flow?.strategy ?? instance
  if (!current.provenPerson) throw new Error('nobody has proved who they are')
  const { person, provider, upstream } = current.provenPerson
  const isCounted = provider === 'credentials'
  const issued = await startSession(person, provider, strategy, current.ctx, upstream, isCounted)
  current.cookies = issued.cookies
  return issued.cookies.find(({ name, value }) => name === sessionCookie(strategy) && value)!.value
}

/**
 * Auth.js with database sessions and credentials, which it does not support by itself: after a password it encodes
 * a JWT into the session cookie. `encode` is used for nothing else here, so it makes the session row instead and
 * returns its opaque token. See docs/decisions/001. After a provider it asks the adapter for the session.
 */
export const databaseInstance = (flow: ProviderRequest | null, isOurs: boolean) =>
  NextAuth({
    ...shared('database', flow, isOurs),
    adapter: adapter(() => startedSessionCredential('database')),
    session: {
      strategy: 'database',
      maxAge: lifetimes().idleSeconds,
      updateAge: lifetimes().activitySeconds,
    },
    jwt: { encode: () => inCallback(() => startedSessionCredential('database')), decode: () => null },
    callbacks: { ...sharedCallbacks, session: ({ session }) => sessionDto(session.state) },
  })

/**
 * Auth.js with its own JWT sessions, the tokens sealed and opened by the jwt strategy. Auth.js would renew at every
 * read of `/session` without looking at any state; here a read hands the same token back. `/api/renew` renews, and so
 * does `POST /session`, which is what `update()` of next-auth/react asks for: what the client sends with it is not read.
 */
export const jwtInstance = (flow: ProviderRequest | null, isOurs: boolean) =>
  NextAuth({
    ...shared('jwt', flow, isOurs),
    session: { strategy: 'jwt', maxAge: lifetimes().jwtSeconds },
    jwt: { encode: () => inCallback(() => sealedToken()), decode: () => inCallback(() => openedToken()) },
    callbacks: {
      redirect: sharedCallbacks.redirect,
      signIn: sharedCallbacks.signIn,
      jwt: ({ token, trigger }) => (trigger === 'update' ? inCallback(() => renewedToken(token)) : token),
      session: () => sessionDto(callContext().state!),
    },
    events: {
      signOut: () => inCallback(async ({ ctx }) => void (await signOut('jwt', ctx))),
    },
  })

async function openedToken() {
  const current = callContext()
  const reading = await strategyRegistry.jwt.read(current.ctx.presented, current.ctx.now)
  if (!reading.ok) return null
  current.state = reading.state
  return { sub: reading.state.user.id }
}

/** @returns null if the session has ended: Auth.js then answers "signed out", and the cookie is cleared */
async function renewedToken(token: JWT): Promise<JWT | null> {
  const current = callContext()
  const { presented, now } = current.ctx
  const byCookie = { cookies: presented.cookies, authorization: null }
  const renewed = await renew({ presented: byCookie, strategy: 'jwt', now })
  if (!renewed.ok) return null
  current.state = renewed.state
  current.cookies = renewed.cookies
  return token
}

async function sealedToken(): Promise<string> {
  const { provenPerson, ctx } = callContext()
  return provenPerson
    ? startedSessionCredential('jwt')
    : (ctx.presented.cookies.get(sessionCookie('jwt')) ?? '')
}

type Answer = { account?: Account | null; profile?: Profile }

/**
 * Called when Auth.js has the provider's tokens and has compared state, nonce and the verifier; nothing is written yet.
 * Verifies what the provider said, finds the person, and does what the flow is for. `true` lets Auth.js make the session;
 * otherwise the call context has the outcome.
 */
export const onProviderSignIn = ({ account, profile }: Answer): Promise<boolean> =>
  inCallback(async (context) => {
    if (context.provenPerson) return true // after a password: `authorize` has found the person
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
  const claims = { ...profile, sub: String(profile?.sub) } // Auth.js fetched it a moment ago, with the access token
  return { ok: true, identity: identityOf(provider, claims), issuerSid: null, idToken: null, claims }
}

function refused(provider: ProviderDescription, reason: string, { ctx }: AuthjsCallContext) {
  const { address, device } = ctx.visitor
  logEvent('oidc.refused', { provider: provider.id, reason, address, device, result: 'refused' })
  return { ok: false, code: 'provider_refused' } as const
}

/** Keeps a proven identity until the person who began to connect it confirms that on the account page. */
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
  // kept as long as the link in the mail is valid, which works only with this identity in this browser
  await keepPendingIdentity(begun, identity, env().VERIFY_EMAIL_SECONDS, context.ctx.now)
  return { ok: true, page: signInPage({ notice: result.code, callbackUrl: begun.callbackUrl }) }
}

/** Callbacks that both instances share. */
export const sharedCallbacks = { redirect, signIn: onProviderSignIn } satisfies NextAuthConfig['callbacks']
