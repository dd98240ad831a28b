import 'server-only'
import {
  deviceCookieFor,
  tryRecordEvent,
  type Person,
  authenticatePassword,
  recordPasswordSignIn,
} from '@/lib/accounts'
import { strategies, tokenStrategyFor } from '@/lib/strategies'
import type { RequestContext } from './request-context'
import type {
  CookieStrategyId,
  CookieWrite,
  Issued,
  IssuedTokens,
  NewSession,
  Presented,
  TokenStrategyId,
  UpstreamSession,
} from './contract'
import { sessionOfToken } from './parts/access-token'
import { deviceCookie, strategyCookie } from './parts/cookie'
import { spendKeyProof, verifyKeyFor } from './parts/dpop-proof'
import { earlierOf, plusSeconds, wholeSecond, lifetimes } from './parts/lifetimes'
import { userIdOf } from './parts/session-row'
import { cookieStrategies, tokenStrategies } from './strategies'

/**
 * Makes a session for a person who has just proved who they are. Ends the session that this browser has under the same
 * strategy, and any that it has for somebody else (decision 007).
 * @param provider 'credentials', or the id of the OpenID Provider that vouched: then `upstream` is what it said
 * @param isCounted `authenticatePassword` has just counted this attempt: that is taken back
 */
export async function startSession(
  person: Person,
  provider: string,
  strategy: CookieStrategyId,
  ctx: RequestContext,
  upstream: UpstreamSession | null = null,
  isCounted = false,
): Promise<Issued> {
  const { now } = ctx
  const authenticatedAt = wholeSecond(now)
  const replaced = await replacedBy(person, strategy, ctx)
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
  await recordSignIn(person, ctx, isCounted)
  const cookies = [
    ...replaced.cookies,
    ...issued.cookies,
    strategyPreferenceCookie(strategy),
    rememberDevice(person, ctx),
  ]
  return { ...issued, cookies }
}

const recordSignIn = (
  person: Person,
  { visitor, now }: Pick<RequestContext, 'visitor' | 'now'>,
  isCounted: boolean,
) =>
  isCounted
    ? recordPasswordSignIn(person, visitor, now)
    : tryRecordEvent(person.id, 'signed_in', visitor.device, now)

/**
 * The sessions that end: the one of the same strategy, and each of somebody else under another strategy. The same person
 * may be signed in under several strategies at once.
 */
async function replacedBy(person: Person, strategy: CookieStrategyId, { presented, now }: RequestContext) {
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

/** Names the strategy of the next sign-in in this browser. No secret, and it proves nothing. */
export const strategyPreferenceCookie = (strategy: CookieStrategyId): CookieWrite => ({
  name: strategyCookie(),
  value: strategy,
  maxAgeSeconds: lifetimes().preferenceCookieSeconds,
})

/** Marks this browser as one that the person uses: failures of strangers at the account do not count against it. */
export const rememberDevice = (person: Person, { visitor }: RequestContext): CookieWrite => ({
  name: deviceCookie(),
  value: deviceCookieFor(person.id, visitor.deviceCookie),
  maxAgeSeconds: lifetimes().deviceCookieSeconds,
})

/** `endsBy`: when the token that proved who the person is expires; the session ends then at the latest */
type Bounds = {
  scope?: string | undefined
  upstream?: UpstreamSession | null
  endsBy?: Date
  replaces?: string[]
  /** of the key that its tokens are to be bound to */
  keyThumbprint?: string | undefined
  /** `authenticatePassword` has just counted this attempt: that is taken back */
  isCounted?: boolean
}

/**
 * Makes a session for a person who has just proved who they are.
 * @param ctx if it has `presented`, the session of the access token in it ends
 */
export async function startTokenSession(
  person: Person,
  provider: string,
  strategy: TokenStrategyId,
  { presented, visitor, now }: Pick<RequestContext, 'visitor' | 'now'> & { presented?: Presented },
  { scope, upstream = null, endsBy, replaces = [], keyThumbprint, isCounted = false }: Bounds = {},
): Promise<IssuedTokens> {
  const authenticatedAt = wholeSecond(now)
  const ours = plusSeconds(authenticatedAt, absoluteSeconds(strategy))
  const replaced = presented ? await sessionOfToken(presented, now) : null
  const newSession: NewSession = {
    person,
    provider,
    upstream,
    device: visitor.device,
    authenticatedAt,
    replaces: replaced ? [...replaces, replaced] : replaces,
    absoluteExpiresAt: earlierOf(ours, endsBy ?? ours),
    scope,
    keyThumbprint,
  }
  const issued = await tokenStrategies[strategy].start(newSession, now)
  await recordSignIn(person, { visitor, now }, isCounted)
  return issued
}

/** A session that each request looks up is also a family of refresh tokens: it has the shorter of both lifetimes. */
function absoluteSeconds(strategy: TokenStrategyId) {
  const { refreshAbsoluteSeconds, absoluteSeconds } = lifetimes()
  return strategies[strategy].lookup === 'each-request'
    ? Math.min(refreshAbsoluteSeconds, absoluteSeconds)
    : refreshAbsoluteSeconds
}

type Credentials = { email: string; password: string; strategy?: CookieStrategyId | undefined }

/**
 * Signs a person in with a password.
 * @returns what was issued, or one refusal for every cause (`invalid_credentials`), or `rate_limited`
 * @throws Busy when the password queue is full; database errors
 */
export async function signIn({ email, password, strategy }: Credentials, ctx: RequestContext) {
  const result = await authenticatePassword({ email, password }, ctx.visitor, ctx.now)
  if (!result.ok) return result
  return startSession(result.person, 'credentials', strategy ?? ctx.strategy, ctx, null, true)
}

type TokenCredentials = {
  email: string
  password: string
  strategy?: TokenStrategyId | undefined
  scope?: string | undefined
}

/**
 * Signs a person in with a password, for a client that keeps tokens. Sets no cookie and ends no cookie's session.
 * For tokens that are bound to a key, the client shows that it has the key, by a proof that counts once.
 * @param replaces sessions that end with it, beside that of the token which is presented
 * @returns what was issued, or one refusal for every cause (`invalid_credentials`), or `rate_limited`; or what is wrong
 *   with the proof (`invalid_dpop_proof`, `use_dpop_nonce`)
 * @throws Busy when the password queue is full; database errors
 */
export async function signInForTokens(
  { email, password, scope, strategy: asked }: TokenCredentials,
  ctx: RequestContext,
  replaces: string[] = [],
) {
  const strategy = asked ?? tokenStrategyFor(ctx.presented)
  const key = await verifyKeyFor(strategy, ctx.presented, ctx.now)
  if (!key.ok) return key
  const result = await authenticatePassword({ email, password }, ctx.visitor, ctx.now)
  if (!result.ok) return result
  const proven = await spendKeyProof(ctx.presented, key.proof)
  if (!proven.ok) return proven
  const bounds = { scope, replaces, keyThumbprint: key.proof?.keyThumbprint, isCounted: true }
  return startTokenSession(result.person, 'credentials', strategy, ctx, bounds)
}
