import 'server-only'
import { tryRecordEvent } from '@/lib/accounts'
import { sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import type { Prisma } from '@/lib/db/generated/client'
import { unlessTaken } from '@/lib/db/unique-violation'
import type { LoggedOut } from '@/lib/oidc'
import type { RequestContext } from './request-context'
import type { CookieStrategyId, CookieWrite } from './contract'
import { sessionOfToken, sessionIdIn, verifyAccessToken } from './parts/access-token'
import { endSessions } from './parts/session-row'
import { forgetPendingIdentity } from './pending-identity'
import { cookieStrategies } from './strategies'
import { findRefreshToken } from './parts/refresh-token'

/**
 * Ends the sessions that a request presents: its token's, where there is an Authorization header; else those of its
 * cookies, one strategy's or all. The cookies may be cleared only after this returned: if it throws, no session was
 * ended, and the answer must not say so. An access token of the bearer strategy goes on until it expires.
 * @returns the cookies to clear
 */
export async function signOut(
  only: CookieStrategyId | undefined,
  { presented, visitor, now }: RequestContext,
): Promise<CookieWrite[]> {
  const isToken = presented.authorization !== null
  const cookies = isToken ? [] : only ? [cookieStrategies[only]] : Object.values(cookieStrategies)
  const ids = isToken
    ? [await sessionOfToken(presented, now)]
    : await Promise.all(cookies.map((strategy) => strategy.sessionIdOf(presented, now)))
  if (!isToken) await forgetPendingIdentity(presented) // the next person at this browser must not find it
  const owners = await endSessions(ids.filter((id) => id !== null))
  for (const userId of new Set(owners)) await tryRecordEvent(userId, 'signed_out', visitor.device, now)
  return cookies.flatMap((strategy) => strategy.clearCookies())
}

/** The session of an access or a refresh token, also of one that has expired or is spent; null for any other text. */
async function sessionOf(token: string, now: Date): Promise<string | null> {
  const found = await findRefreshToken(token)
  if (found) return found.row.sessionId
  const verified = await verifyAccessToken(token, now)
  const claims = verified.ok ? verified.claims : verified.expired
  return claims ? sessionIdIn(claims) : null
}

/**
 * Ends what a token belongs to, for good: no refresh token of the family works, a hybrid access token is refused at its
 * next request. A bearer access token goes on until it expires. An unknown token counts as revoked.
 * @throws database errors: then nothing was ended
 * @see RFC 7009 §2
 */
export async function revokeToken(token: string, { visitor, now }: RequestContext): Promise<void> {
  const sessionId = await sessionOf(token, now)
  const [owner] = sessionId ? await endSessions([sessionId]) : []
  if (owner) await tryRecordEvent(owner, 'signed_out', visitor.device, now)
}

const deviceOfProvider = 'Provider'

/**
 * Ends the sessions that an issuer says are over: the one that its `sid` names, or all of its subject. `database` ends
 * with the row; `jwt` at its next renewal. A logout token counts once.
 * @returns how many ended, or `replayed`
 * @see OpenID Connect Back-Channel Logout 1.0 §2.6, §2.7
 */
export async function endSessionsByIssuer(
  loggedOut: LoggedOut,
  now: Date,
): Promise<{ ok: true; count: number } | { ok: false; code: 'replayed' }> {
  const { issuer, subject, issuerSid, jti, expiresAt } = loggedOut
  const origin: Prisma.SessionOriginWhereInput =
    issuerSid !== null ? { issuer, issuerSid } : { issuer, subject: subject! }
  const ended = await unlessTaken(() =>
    db().$transaction(async (tx) => {
      await tx.spentToken.create({ data: { digest: sha256Base64url(`${issuer} ${jti}`), expiresAt } })
      const sessions = await tx.session.findMany({ where: { origin }, select: { id: true, userId: true } })
      await tx.session.deleteMany({ where: { id: { in: sessions.map(({ id }) => id) } } })
      return sessions
    }),
  )
  if (!ended) return { ok: false, code: 'replayed' }
  for (const userId of new Set(ended.map((session) => session.userId)))
    await tryRecordEvent(userId, 'ended_by_provider', deviceOfProvider, now)
  return { ok: true, count: ended.length }
}
