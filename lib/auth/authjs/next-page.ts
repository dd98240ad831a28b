import 'server-only'
import { ownPath } from '@/lib/api-schema/callback-path'
import type { ProviderFlow } from '../provider-flow'

/** Where a browser goes next: always a place of this app. */

/** Where to go next: on, or back to the sign-in page that says why not. Never throws: a bad value that sits in a cookie would answer 500 for ever. */
export function redirect({ url, baseUrl }: { url: string; baseUrl: string }) {
  return baseUrl + ownPath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url)
}

/**
 * Where a person reads why a flow came to nothing: on the sign-in page, which then leads on to where they were going; or
 * on the account page, which it was begun from.
 */
export function refusalPage(
  { intent, callbackUrl }: Pick<ProviderFlow, 'intent' | 'callbackUrl'>,
  code: string,
) {
  if (code === 'connect_signed_out') return signInPage({ error: code, callbackUrl: '/account' })
  if (intent !== 'sign-in') return `/account?${new URLSearchParams({ error: code }).toString()}`
  return signInPage({ error: code, callbackUrl })
}

/**
 * @param query encoded here. A `callbackUrl` in it is checked by the page, not here
 * @returns a path of this app
 */
export const signInPage = (query: Record<string, string>) =>
  `/sign-in?${new URLSearchParams(query).toString()}`
