import 'server-only'
import { AuthError, type NextAuthConfig } from 'next-auth'
import { env } from '@/lib/env'
import { ownPath } from '@/lib/api-schema/callback-path'
import { logEvent } from '@/lib/log'
import { providers, type ProviderDescription } from '@/lib/oidc'
import type { CookieStrategyId } from '../contract'
import { cookieAttributes, sessionCookie, transientCookies } from '../parts/cookie'
import type { ProviderRequest } from './provider-request'
import { authjsProvider, credentials } from './providers'
import { onProviderSignIn } from './on-provider-sign-in'

/** Auth.js refuses credentials with database sessions where nothing stands beside them. No route leads here. */
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

/** What both instances share: same providers, same pages, own base path and own cookie names. */
export function shared(strategy: CookieStrategyId, flow: ProviderRequest | null) {
  const asked = flow ? [flow] : listed()
  return {
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
  } satisfies Partial<NextAuthConfig>
}

/** Callbacks that both instances share. */
export const sharedCallbacks = { redirect, signIn: onProviderSignIn } satisfies NextAuthConfig['callbacks']

/** What Auth.js refused, and the code of what made it. A wrong password is logged where it was found. */
function logRefusal(error: Error) {
  const type = error instanceof AuthError ? error.type : error.name
  if (type === 'CredentialsSignin') return
  const { err } = (error.cause ?? {}) as { err?: { code?: unknown; name?: unknown } }
  const reason = typeof err?.code === 'string' ? err.code : typeof err?.name === 'string' ? err.name : null
  logEvent('authjs.refused', { type, reason, result: 'refused' })
}

function cookies(strategy: CookieStrategyId, provider: string): NonNullable<NextAuthConfig['cookies']> {
  const options = cookieAttributes()
  const names = { sessionToken: sessionCookie(strategy), ...transientCookies(strategy, provider) }
  return Object.fromEntries(
    Object.entries(names).map(([purpose, name]) => [purpose, { name, options }] as const),
  )
}

/** Where to go next: on, or back to the sign-in page that says why not. Never throws: a bad value that sits in a cookie would answer 500 for ever. */
export function redirect({ url, baseUrl }: { url: string; baseUrl: string }) {
  return baseUrl + ownPath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url)
}
