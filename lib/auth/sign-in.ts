import 'server-only'
import { authenticatePassword, deviceCookieFor, tryRecordEvent, type Person } from '@/lib/accounts'
import type { RequestContext } from './request-context'
import type {
  CookieStrategyId,
  CookieWrite,
  NewSession,
  Issued,
  Presented,
  UpstreamSession,
} from './contract'
import { deviceCookie, strategyCookie } from './parts/cookie'
import { plusSeconds, lifetimes, wholeSecond } from './parts/lifetimes'
import { userIdOf } from './parts/session-row'
import { chosenStrategy } from './read'
import { cookieStrategies } from './strategies'

type Credentials = { email: string; password: string; strategy?: CookieStrategyId | undefined }

/**
 * Signs a person in with a password.
 * @returns what was issued, or one refusal for every cause (`invalid_credentials`), or `rate_limited`
 * @throws Busy when the password queue is full; database errors
 */
export async function signIn({ email, password, strategy }: Credentials, ctx: RequestContext, now: Date) {
  const result = await authenticatePassword({ email, password }, ctx.visitor, now)
  if (!result.ok) return result
  const issued = await startSession(
    result.person,
    'credentials',
    strategy ?? chosenStrategy(ctx.presented),
    ctx,
    now,
  )
  return { ok: true as const, ...issued }
}

/**
 * Makes a session for a person who has just proved who they are. Ends what this browser held before.
 * @param provider 'credentials', or the id of the OpenID Provider that vouched: then `origin` is what it said
 */
export async function startSession(
  person: Person,
  provider: string,
  strategy: CookieStrategyId,
  ctx: RequestContext,
  now: Date,
  upstream: UpstreamSession | null = null,
): Promise<Issued> {
  const authenticatedAt = wholeSecond(now)
  const replaced = await replacedBy(person, strategy, ctx.presented, now)
  const issued = await cookieStrategies[strategy].start(
    {
      person,
      provider,
      upstream,
      device: ctx.visitor.device,
      authenticatedAt,
      replaces: replaced.sessionIds,
      absoluteExpiresAt: plusSeconds(authenticatedAt, lifetimes().absoluteSeconds),
    } satisfies NewSession,
    now,
  )
  await tryRecordEvent(person.id, 'signed_in', ctx.visitor.device, now)
  const cookies = [
    ...replaced.cookies,
    ...issued.cookies,
    strategyPreferenceCookie(strategy),
    rememberDevice(person, ctx),
  ]
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
    if (other.id !== strategy && (await userIdOf(sessionId)) === person.id) continue
    sessionIds.push(sessionId)
    if (other.id !== strategy) cookies.push(...other.clearCookies())
  }
  return { sessionIds, cookies }
}

export const strategyPreferenceCookie = (strategy: CookieStrategyId): CookieWrite => ({
  name: strategyCookie(),
  value: strategy,
  maxAgeSeconds: lifetimes().preferenceCookieSeconds,
})

/** Marks this browser as one that the person uses: strangers who fail at their account do not shut it out. */
export const rememberDevice = (person: Person, { visitor }: RequestContext): CookieWrite => ({
  name: deviceCookie(),
  value: deviceCookieFor(person.id, visitor.deviceCookie),
  maxAgeSeconds: lifetimes().deviceCookieSeconds,
})
