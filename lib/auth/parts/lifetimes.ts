import 'server-only'
import { env } from '@/lib/env'
import { earlierOf, plusSeconds, wholeSecond } from './dates'

/** Every duration of a session, written once. Seconds. */
export const lifetimes = () => ({
  idleSeconds: env().SESSION_IDLE_SECONDS,
  absoluteSeconds: env().SESSION_ABSOLUTE_SECONDS,
  jwtSeconds: env().JWT_TTL_SECONDS,
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
