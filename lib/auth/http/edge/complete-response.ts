import 'server-only'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { parseCookie, type SetCookie } from 'cookie'
import { isRemoval, readSetCookie } from '@/lib/set-cookie'
import { bareChallenge } from '../refusal'

/**
 * What holds for every response, whoever wrote it, in the moment its head goes out:
 * - a 401 carries a challenge (RFC 9110 §15.5.2);
 * - of several cookies of one name and path the last counts, and is sent alone (RFC 6265 §4.1.1);
 * - a cookie is cleared only where the request presented it;
 * - a redirect of Next's own that repeats a long address would make a head that proxies refuse: 414.
 */
export function completeResponse({ headers }: IncomingMessage, response: ServerResponse) {
  const presented = headers.cookie ?? '' // Next may change it on the way
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const last = rest.at(-1)
    if (typeof last === 'object' && last !== null) setAll(response, rest.pop() as OutgoingHttpHeaders)
    if (status === 401 && !response.hasHeader('WWW-Authenticate'))
      response.setHeader('WWW-Authenticate', bareChallenge())
    writeCookies(response, presented)
    return writeHead(repeatsLongAddress(status, response) ? withoutAddress(response) : status, ...rest)
  }
}

/** Next leads on to another spelling of what was asked for, by 307 with its own parameter, by 308 without a slash. */
const repeating = [307, 308]
/** The longest address that our own pages are asked for with fits in twice. */
const addressesMaxBytes = 1_800
const addresses = ['Location', 'Refresh']

const repeatsLongAddress = (status: number, response: ServerResponse) =>
  repeating.includes(status) &&
  addresses.map((name) => response.getHeader(name) ?? '').join('').length > addressesMaxBytes

function withoutAddress(response: ServerResponse): 414 {
  for (const name of addresses) response.removeHeader(name)
  return 414
}

function setAll(response: ServerResponse, headers: OutgoingHttpHeaders) {
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) response.setHeader(name, value)
}

function writeCookies(response: ServerResponse, presented: string) {
  const written = response.getHeader('Set-Cookie')
  if (written === undefined || response.headersSent) return
  const kept = neededCookies([written].flat().map(String), namesIn(presented))
  if (kept.length > 0) response.setHeader('Set-Cookie', kept)
  else response.removeHeader('Set-Cookie')
}

/**
 * The Set-Cookie lines that a browser needs, in their order.
 * @param presented names of the cookies that it sent
 */
export function neededCookies(lines: string[], presented: ReadonlySet<string>): string[] {
  const now = new Date()
  const cookies = lines.map((line) => ({ line, cookie: readSetCookie(line) }))
  const last = new Map(cookies.map(({ line, cookie }) => [placeOf(cookie), line] as const))
  return cookies
    .filter(
      ({ line, cookie }, at) =>
        lines.indexOf(line) === at &&
        last.get(placeOf(cookie)) === line &&
        (!isRemoval(cookie, now) || presented.has(cookie.name)),
    )
    .map(({ line }) => line)
}

const namesIn = (header: string) => new Set(Object.keys(parseCookie(header)))

/** Where a browser keeps a cookie: under its name, path and domain. */
const placeOf = ({ name, path = '', domain = '' }: SetCookie) => [name, path, domain.toLowerCase()].join(';')
