import type { AuthjsStrategyId } from '@/lib/strategies'
import { authjsPost } from './authjs'
import type { Answer, Client } from './client'

type Start = { callbackUrl?: string; query?: string; provider?: string }

/** Asks for a sign-in through a provider, as the button of the sign-in page does.
 *  @param query beginning with `?`: what somebody put into the address */
export const start = (
  client: Client,
  strategy: AuthjsStrategyId,
  { callbackUrl = '/account', query = '', provider = 'generic' }: Start = {},
): Promise<Answer> => authjsPost(client, strategy, `signin/${provider}${query}`, { callbackUrl })

/** Goes to the provider's authorization endpoint, as the browser does.
 *  @returns where it sends the browser back to; undefined where it does not */
export async function visit(authorizationUrl: string): Promise<URL | undefined> {
  const { headers } = await fetch(authorizationUrl, { redirect: 'manual' })
  const location = headers.get('location')
  return location ? new URL(location) : undefined
}

/** Starts, and goes to the provider, which sends this browser back to the URL that is returned. */
export async function untilCallback(client: Client, strategy: AuthjsStrategyId, how?: Start): Promise<URL> {
  const { status, headers } = await start(client, strategy, how)
  const back = headers.location && (await visit(headers.location))
  if (!back) throw new Error(`The sign-in did not get back from the provider: ${status} ${headers.location}`)
  return back
}

/** Opens the callback. */
export const comeBack = (client: Client, callback: URL) => client.get(callback.pathname + callback.search)

/** A whole sign-in. Ends early where the app does not send the browser to the provider. */
export async function signInAt(issuer: string, client: Client, strategy: AuthjsStrategyId): Promise<Answer> {
  const started = await start(client, strategy)
  const { location = '' } = started.headers
  if (!location.startsWith(`${issuer}/`)) return started
  const back = await visit(location)
  if (!back) throw new Error('The provider did not send the browser back')
  return comeBack(client, back)
}
