import 'server-only'
import type { IncomingMessage } from 'node:http'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { deviceName, type Visitor } from '@/lib/accounts'
import { env } from '@/lib/env'
import type { Presented, PresentedProof } from '../contract'
import { deviceCookie } from '../parts/cookie'
import { chosenStrategy } from '../read'
import type { RequestContext } from '../request-context'
import { seenBefore } from './page-status'

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

/** The credentials as they were sent. Nothing is verified. Cookies that an action has just written are not in them. */
export const presentedBy = (headers: Headers): Presented => ({
  cookies: cookiesOf(headers.get('cookie')),
  authorization: headers.get('authorization'),
})

/**
 * The credentials of a request to an endpoint, with its DPoP proof. Several such headers arrive joined: no valid proof.
 */
function presentedTo({ headers, method, url }: Request): Presented {
  const { cookies, authorization } = presentedBy(headers)
  const jwt = headers.get('dpop')
  if (jwt === null) return { cookies, authorization }
  const proof: PresentedProof = { jwt, method, url: env().AUTH_URL + new URL(url).pathname }
  return { cookies, authorization, proof }
}

/** As `identify`, for a request to an endpoint, whose token may come with a proof of possession. */
export const identifyCall = (request: Request) => identify(request.headers, presentedTo(request))

/**
 * The request of this render, once. After an action the same request renders the page: then the cookies that
 * the action wrote count, which Next has in its jar but not in the header.
 */
export const contextHere = cache(async (): Promise<RequestContext> => {
  const [sent, jar] = await Promise.all([headers(), cookies()])
  const seen = seenBefore(sent)
  if (seen) return seen.ctx
  const { cookies: before, authorization } = presentedBy(sent)
  const after = jar
    .getAll()
    .map(({ name, value }) => [name, before.get(name) === null ? null : value] as const)
  return identify(sent, { cookies: new Map(after), authorization })
})

/**
 * Makes the context of a request: its credentials as they came, the preferred strategy, the visitor, and the time. Code
 * behind it takes these from the context. Does NOT decide which strategy counts, nor whether a credential is valid:
 * `read` and `verifySession` do.
 */
export function identify(headers: Headers, presented = presentedBy(headers)): RequestContext {
  return {
    presented,
    strategy: chosenStrategy(presented),
    visitor: visitorOf(headers, presented),
    now: new Date(),
    ...arrivalOf(headers),
  }
}

/**
 * Where a request is from, which browser it is of, and whether that is known here. Read when it is asked for: most requests
 * ask for none of it.
 */
export const visitorOf = (headers: Headers, presented = presentedBy(headers)): Visitor => ({
  get address() {
    return headers.get(clientAddressHeader) ?? 'unknown'
  },
  get device() {
    return deviceName(headers.get('user-agent'))
  },
  get deviceCookie() {
    return presented.cookies.get(deviceCookie()) ?? null
  },
})

/** Set by this process on every request, whatever the client sent under that name. */
const arrivalHeader = 'x-arrived'

/** Notes when a request reached this process, before anything of it waits for its turn. */
export function stampArrival({ headers }: IncomingMessage) {
  headers[arrivalHeader] = performance.now().toFixed(3)
}

/** @returns nothing for a request that came to no server of ours: a render, a test */
export function arrivalOf(headers: Headers): { arrivedAt?: number } {
  const stamp = headers.get(arrivalHeader)
  return stamp === null ? {} : { arrivedAt: Number(stamp) }
}

/** Set by this process on every request, whatever the client sent under that name. */
export const clientAddressHeader = 'x-client-address'
