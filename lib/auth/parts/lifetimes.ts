import 'server-only'
import { env } from '@/lib/env'

/** Every duration of a session, written once. Seconds. */
export const lifetimes = () => ({
  idleSeconds: env().SESSION_IDLE_SECONDS,
  absoluteSeconds: env().SESSION_ABSOLUTE_SECONDS,
  jwtSeconds: env().JWT_TTL_SECONDS,
  boundCookieSeconds: env().BOUND_COOKIE_SECONDS,
  accessTokenSeconds: env().ACCESS_TOKEN_TTL_SECONDS,
  refreshAbsoluteSeconds: env().REFRESH_ABSOLUTE_SECONDS,
  /** within it a spent refresh token gives its successor once more, to the tab that came second */
  refreshGraceSeconds: env().REFRESH_GRACE_SECONDS,
  keyRotationSeconds: env().SIGNING_KEY_ROTATION_SECONDS,
  /** activity is written at most this often: a tenth of the idle time */
  activitySeconds: env().SESSION_IDLE_SECONDS / 10,
  deviceCookieSeconds: 180 * 24 * 60 * 60,
  preferenceCookieSeconds: 365 * 24 * 60 * 60,
  /** a page with a form is not left open longer */
  browserCookieSeconds: 24 * 60 * 60,
})

/** How far the clock of another instance, which signed a token, may be ahead of ours. Never prolongs a token. */
export const clockToleranceSeconds = 5

/** When an access token ends that is signed now: never after the session behind it. */
export const accessEnd = (sessionEnd: Date, now: Date) =>
  wholeSecond(earlierOf(plusSeconds(now, lifetimes().accessTokenSeconds), sessionEnd))

/** Arithmetic of instants: a `Date` is an instant, a number of seconds a duration, a NumericDate what a token says. */

/** What a token says of an instant: whole seconds since 1970, a fraction is dropped (RFC 7519 §2, NumericDate). */
export const numericDate = (date: Date) => Math.floor(date.getTime() / 1000)

/** The instant that a NumericDate stands for. */
export const fromNumericDate = (value: number) => new Date(value * 1000)

/** @param seconds may be negative */
export const plusSeconds = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000)

/** The first of two instants. */
export const earlierOf = (a: Date, b: Date) => (a < b ? a : b)

/** What a token can carry: an instant without its fraction, so that every strategy tells the same one. */
export const wholeSecond = (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000)

/** Whole seconds from `now` to `end`, rounded up, at least 0. */
export const secondsUntil = (end: Date, now: Date) =>
  Math.max(0, Math.ceil((end.getTime() - now.getTime()) / 1000))
