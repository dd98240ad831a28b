import 'server-only'
import { authenticatePassword, deviceCookieFor, noteEvent, type Person } from '@/lib/accounts'
import type { Asking } from './asking'
import type { CookieStrategyId, CookieWrite, Grant, Issued, Presented, SessionOrigin } from './contract'
import { deviceCookie, strategyCookie } from './parts/cookie'
import { after, lifetimes, wholeSecond } from './parts/lifetimes'
import { ownerOf } from './parts/session-row'
import { chosenStrategy } from './read'
import { cookieStrategies } from './strategies'

type Credentials = { email: string; password: string; strategy?: CookieStrategyId | undefined }

/**
 * Signs a person in with a password.
 * @returns what was issued, or one refusal for every cause (`invalid_credentials`), or `rate_limited`
 * @throws Busy when the password queue is full; database errors
 */
export async function signIn({ email, password, strategy }: Credentials, asking: Asking, now: Date) {
  const result = await authenticatePassword({ email, password }, asking.visitor, now)
  if (!result.ok) return result
  const issued = await establish(
    result.person,
    'credentials',
    strategy ?? chosenStrategy(asking.presented),
    asking,
    now,
  )
  return { ok: true as const, ...issued }
}

/**
 * Makes a session for a person who has just proved who they are. Ends what this browser held before.
 * @param provider 'credentials', or the id of the OpenID Provider that vouched: then `origin` is what it said
 */
export async function establish(
  person: Person,
  provider: string,
  strategy: CookieStrategyId,
  asking: Asking,
  now: Date,
  origin: SessionOrigin | null = null,
): Promise<Issued> {
  const authenticatedAt = wholeSecond(now)
  const replaced = await replacedBy(person, strategy, asking.presented, now)
  const issued = await cookieStrategies[strategy].issue(
    {
      person,
      provider,
      origin,
      device: asking.visitor.device,
      authenticatedAt,
      replaces: replaced.sessionIds,
      absoluteExpiresAt: after(authenticatedAt, lifetimes().absoluteSeconds),
    } satisfies Grant,
    now,
  )
  await noteEvent(person.id, 'signed_in', asking.visitor.device, now)
  const cookies = [...replaced.cookies, ...issued.cookies, toggle(strategy), rememberDevice(person, asking)]
  return { ...issued, cookies }
}

/**
 * One browser, one person: the session of the same strategy ends, and any other that is somebody else's.
 * The same person may be signed in under several strategies at once.
 */
async function replacedBy(person: Person, strategy: CookieStrategyId, presented: Presented, now: Date) {
  const sessionIds: string[] = []
  const cookies: CookieWrite[] = []
  for (const other of Object.values(cookieStrategies)) {
    const sessionId = await other.sessionIdOf(presented, now)
    if (!sessionId) continue
    if (other.id !== strategy && (await ownerOf(sessionId)) === person.id) continue
    sessionIds.push(sessionId)
    if (other.id !== strategy) cookies.push(...other.forget())
  }
  return { sessionIds, cookies }
}

export const toggle = (strategy: CookieStrategyId): CookieWrite => ({
  name: strategyCookie(),
  value: strategy,
  maxAgeSeconds: lifetimes().preferenceCookieSeconds,
})

/** Marks this browser as one that the person uses: strangers who fail at their account do not shut it out. */
export const rememberDevice = (person: Person, { visitor }: Asking): CookieWrite => ({
  name: deviceCookie(),
  value: deviceCookieFor(person.id, visitor.deviceCookie),
  maxAgeSeconds: lifetimes().deviceCookieSeconds,
})
