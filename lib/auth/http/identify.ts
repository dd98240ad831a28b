import 'server-only'
import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { deviceName, type Visitor } from '@/lib/accounts'
import { env } from '@/lib/env'
import { isLoopbackUrl } from '@/lib/loopback'
import type { Presented } from '../contract'
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

/** As it was sent: nothing is verified, and cookies that an action has just written are not in it (`contextHere`). */
export const presentedBy = (headers: Headers): Presented => ({
  cookies: cookiesOf(headers.get('cookie')),
  authorization: headers.get('authorization'),
})

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
 * Who asks, by what, and when: the one place that looks at the credentials of a request, and at the clock for it.
 * Does NOT say whether the credentials are good.
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

/** Where a request is from, which browser it is of, and whether that is known here. */
export const visitorOf = (headers: Headers, presented = presentedBy(headers)): Visitor => ({
  address: headers.get(clientAddressHeader) ?? 'unknown',
  device: deviceName(headers.get('user-agent')),
  deviceCookie: presented.cookies.get(deviceCookie()) ?? null,
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

const unknown = 'unknown'

/**
 * The address of the client, as far as it can be believed: the socket's, or, behind a known number of proxies,
 * the entry that the outermost of them wrote. What the client itself put into X-Forwarded-For is further left
 * and never reached. `Forwarded` (RFC 7239) is not read: see docs/deploy/behind-a-proxy.md.
 * @returns the address in one spelling, without port and zone; `unknown` for an entry that is none
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: number,
): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',')
  const hops = [...forwarded.split(',').map((hop) => hop.trim()), request.socket.remoteAddress ?? unknown]
  return addressOf(hops.filter(Boolean).at(-1 - trustedProxies) ?? unknown)
}

/** An entry as proxies write it: bare, in brackets, with a port behind it, in quotes. */
function addressOf(hop: string): string {
  const unquoted = hop.replace(/^"(.*)"$/, '$1')
  const [, address] = /^\[(.*)\](?::\d+)?$/.exec(unquoted) ??
    /^([\d.]+):\d+$/.exec(unquoted) ?? [hop, unquoted]
  return canonical(address ?? unknown)
}

/** RFC 5952 for IPv6; an IPv4 address that an IPv6 socket shows (::ffff:192.0.2.1) is that IPv4 address. */
function canonical(address: string): string {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return address
  if (!ipaddr.IPv6.isValid(address)) return unknown
  const parsed = ipaddr.IPv6.parse(address)
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString()
  return new ipaddr.IPv6(parsed.parts).toRFC5952String() // without its zone
}

/**
 * Where a state-changing request came from, by what a browser cannot be made to forge.
 * `own` needs a positive sign; any sign of another site is `foreign`, whatever the other header says.
 * @see OWASP ASVS 5.0 3.5.1, Fetch Metadata
 */
export function requestOrigin(headers: Headers): 'own' | 'foreign' | 'unsaid' {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if ((origin !== null && origin !== env().AUTH_URL) || (site !== null && site !== 'same-origin'))
    return 'foreign'
  return origin === null && site === null ? 'unsaid' : 'own'
}

/** Where the app says that it is: from any other origin it obeys no change. `isLocal`: only a browser beside it gets there. */
export type AppAddress = { origin: string; isLocal: boolean }

/** The address that AUTH_URL names, whatever the request came in by. */
export const appAddress = (): AppAddress => ({
  origin: env().AUTH_URL,
  isLocal: isLoopbackUrl(env().AUTH_URL),
})
