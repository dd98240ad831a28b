import 'server-only'
import { cookies, headers } from 'next/headers'
import { deviceName } from '@/lib/accounts'
import type { RequestContext } from '../request-context'
import type { Presented } from '../contract'
import { deviceCookie } from '../parts/cookie'
import { arrivalOf } from './arrival'
import { clientAddressHeader } from './client-address'

/** Name → value, or null where a name came twice. Values are taken as they are: all of ours are URL-safe. */
function cookiesOf(header: string | null) {
  const cookies = new Map<string, string | null>()
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    if (at < 1) continue
    const name = pair.slice(0, at).trim()
    cookies.set(name, cookies.has(name) ? null : pair.slice(at + 1).trim())
  }
  return cookies
}

export const presentedBy = (headers: Headers): Presented => ({
  cookies: cookiesOf(headers.get('cookie')),
  authorization: headers.get('authorization'),
})

/**
 * What the request of this render presents. After an action the same request renders the page: then the cookies that
 * the action wrote count, which Next has in its jar but not in the header.
 */
export async function presentedHere(): Promise<Presented> {
  const [sent, jar] = await Promise.all([headers(), cookies()])
  const { cookies: before, authorization } = presentedBy(sent)
  const now = jar.getAll().map(({ name, value }) => [name, before.get(name) === null ? null : value] as const)
  return { cookies: new Map(now), authorization }
}

export function requestContext(headers: Headers, presented = presentedBy(headers)): RequestContext {
  return {
    presented,
    ...arrivalOf(headers),
    visitor: {
      address: headers.get(clientAddressHeader) ?? 'unknown',
      device: deviceName(headers.get('user-agent')),
      deviceCookie: presented.cookies.get(deviceCookie()) ?? null,
    },
  }
}
