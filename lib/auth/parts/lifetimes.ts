import 'server-only'
import { env } from '@/lib/env'

/** Every duration of a session, written once. Seconds. */
export const lifetimes = () => ({
  idleSeconds: env().SESSION_IDLE_SECONDS,
  absoluteSeconds: env().SESSION_ABSOLUTE_SECONDS,
  jwtSeconds: env().JWT_TTL_SECONDS,
  /** activity is written at most this often: a tenth of the idle time */
  activitySeconds: env().SESSION_IDLE_SECONDS / 10,
  deviceCookieSeconds: 180 * 24 * 60 * 60,
  preferenceCookieSeconds: 365 * 24 * 60 * 60,
})

export const after = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000)

export const earlier = (a: Date, b: Date) => (a < b ? a : b)

/** What a token can carry: an instant without its fraction, so that every strategy tells the same one. */
export const wholeSecond = (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000)

/** Whole seconds from `now` to `end`, at least 0. */
export const secondsUntil = (end: Date, now: Date) =>
  Math.max(0, Math.ceil((end.getTime() - now.getTime()) / 1000))
