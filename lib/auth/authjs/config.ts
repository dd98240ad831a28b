import 'server-only'
import { AuthError, type NextAuthConfig } from 'next-auth'
import { env } from '@/lib/env'
import { callbackPath } from '@/lib/forms/callback-path'
import { logEvent } from '@/lib/log'
import type { CookieStrategyId } from '../contract'
import { cookieAttributes, sessionCookie, transientCookies } from '../parts/cookie'
import { credentials, localConfidential, localPublic } from './providers'

/** What both instances share: same providers, same pages, own base path and own cookie names. */
export function shared(strategy: CookieStrategyId) {
  return {
    basePath: `/api/auth/${strategy}`,
    secret: env().AUTH_SECRET,
    trustHost: true,
    useSecureCookies: env().https,
    cookies: cookies(strategy),
    pages: { signIn: '/sign-in', signOut: '/account', error: '/sign-in', verifyRequest: '/sign-in' },
    providers: [credentials, localConfidential(), localPublic()],
    logger: {
      error: (error: Error) => logRefusal(error),
      warn: () => undefined,
      debug: () => undefined, // prints passwords
    },
  } satisfies Partial<NextAuthConfig>
}

/** What Auth.js refused. A wrong password is logged where it was found. */
function logRefusal(error: Error) {
  const type = error instanceof AuthError ? error.type : error.name
  if (type !== 'CredentialsSignin') logEvent('authjs.refused', { type, result: 'refused' })
}

function cookies(strategy: CookieStrategyId): NonNullable<NextAuthConfig['cookies']> {
  const options = cookieAttributes()
  const names = { sessionToken: sessionCookie(strategy), ...transientCookies(strategy) }
  return Object.fromEntries(
    Object.entries(names).map(([purpose, name]) => [purpose, { name, options }] as const),
  )
}

/** Where to go afterwards. Never throws: a bad value that sits in a cookie would answer 500 for ever. */
export const redirect = ({ url, baseUrl }: { url: string; baseUrl: string }) =>
  baseUrl + callbackPath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url)
