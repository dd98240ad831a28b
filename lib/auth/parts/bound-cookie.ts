import 'server-only'
import { readSignedValue, signValue } from '@/lib/crypto'
import { env } from '@/lib/env'
import type { CookieStrategyId, CookieWrite } from '../contract'
import { cookieAttributes, sessionCookie } from './cookie'
import { deviceKeyAlgorithms, newChallenge } from './device-key'
import { earlierOf, fromNumericDate, lifetimes, numericDate, plusSeconds, secondsUntil } from './lifetimes'

/**
 * A session cookie that says until when it is good by itself, signed by this app. The browser gets the next one for a
 * signature of its key. Several may be good at once, so that requests which are under way are not refused.
 */

const label = 'bound session cookie'
const shape = /^([\w-]{43}) (\d{1,12})$/

export type BoundCookie = { tokenHash: string; endsAt: Date }

/** @param tokenHash by which the row is found; it is no secret, the signature is */
const valueOf = ({ tokenHash, endsAt }: BoundCookie) =>
  signValue(`${tokenHash} ${numericDate(endsAt)}`, label)

/** @returns null for what this app has not signed. Does NOT check that it is good still. */
export function readBoundCookie(value: string): BoundCookie | null {
  const [, tokenHash, end] = shape.exec(readSignedValue(value, label) ?? '') ?? []
  return tokenHash === undefined ? null : { tokenHash, endsAt: fromNumericDate(Number(end)) }
}

type Subject = { id: string; strategy: CookieStrategyId; tokenHash: string; absoluteExpiresAt: Date }

/** How long a browser has time to register a key. */
const registrationSeconds = 60
/** How long it has time to sign a challenge. */
const challengeSeconds = 60

/**
 * The cookie of a session that is not bound, and the header that asks the browser to bind it. A browser that does not
 * know that keeps the cookie as it would keep any other; once a key is registered the cookie ends with the time to do so.
 */
export function firstCookie({ id, strategy, tokenHash, absoluteExpiresAt }: Subject, now: Date): CookieWrite {
  const endsAt = plusSeconds(now, registrationSeconds)
  const challenge = newChallenge('register', id, endsAt)
  return {
    name: sessionCookie(strategy),
    value: valueOf({ tokenHash, endsAt }),
    maxAgeSeconds: secondsUntil(absoluteExpiresAt, now),
    registration: `(${deviceKeyAlgorithms.join(' ')});path="${registerPath}";challenge="${challenge}"`,
  }
}

/** The cookie for a signature: good for minutes, also for whoever copies it. */
export function nextCookie({ strategy, tokenHash, absoluteExpiresAt }: Subject, now: Date): CookieWrite {
  const endsAt = earlierOf(plusSeconds(now, lifetimes().boundCookieSeconds), absoluteExpiresAt)
  return {
    name: sessionCookie(strategy),
    value: valueOf({ tokenHash, endsAt }),
    maxAgeSeconds: secondsUntil(endsAt, now),
  }
}

/** What the browser is to sign before it gets the next cookie. */
export const refreshChallenge = (sessionId: string, now: Date) =>
  newChallenge('refresh', sessionId, plusSeconds(now, challengeSeconds))

const registerPath = '/api/dbsc/register'
const refreshPath = '/api/dbsc/refresh'

/** Served to everybody: the browser need not hold back a request for them until it has a cookie. */
const withoutCookie = ['/_next/static', '/api/dbsc', '/.well-known', '/healthz', '/readyz']

/**
 * What the browser does from now on: for which requests it needs which cookie, and where it gets the next one. The scope
 * is this origin alone.
 * @see https://www.w3.org/TR/dbsc/#format-session-instructions
 */
export function instructions(sessionId: string, strategy: CookieStrategyId) {
  const { origin, hostname } = new URL(env().AUTH_URL)
  return {
    session_identifier: sessionId,
    refresh_url: refreshPath,
    scope: {
      origin,
      include_site: false,
      scope_specification: withoutCookie.map((path) => ({ type: 'exclude', domain: hostname, path })),
    },
    credentials: [{ type: 'cookie', name: sessionCookie(strategy), attributes: attributes() }],
  }
}

function attributes(): string {
  const { path, secure } = cookieAttributes()
  return `Path=${path}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

/** The session is over: the browser forgets its key. */
export const endOfBinding = (sessionId: string) => ({
  session_identifier: sessionId,
  continue: false as const,
})
