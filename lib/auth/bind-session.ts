import 'server-only'
import { tryRecordEvent } from '@/lib/accounts'
import { isBound, isCookieStrategy } from '@/lib/strategies'
import type { CookieStrategyId, CookieWrite } from './contract'
import {
  endOfBinding,
  instructions,
  nextCookie,
  readBoundCookie,
  refreshChallenge,
} from './parts/bound-cookie'
import { presentedCookie, sessionCookie } from './parts/cookie'
import {
  bindToKey,
  deviceKeyOf,
  readChallenge,
  verifyDeviceProof,
  verifyRegistration,
} from './parts/device-key'
import { lifetimes } from './parts/lifetimes'
import { endSessions, findSession, renewSession, validRow, type SessionRow } from './parts/session-row'
import { spendOnce } from './parts/signed-proof'
import type { RequestContext } from './request-context'

/**
 * Binds the session of a cookie to a key of the browser's device, and gives the browser its next cookie for a signature of
 * that key. Both requests are made by the browser itself, never by a page. @see https://www.w3.org/TR/dbsc/
 */

/** `instructions` is the body of the answer. */
export type Bound = {
  ok: true
  instructions: ReturnType<typeof instructions> | ReturnType<typeof endOfBinding>
  cookies: CookieWrite[]
}
/** `challenge` is what the browser is to sign. */
export type NotBound = { ok: false; code: 'invalid_device_proof'; challenge?: string }
const notBound: NotBound = { ok: false, code: 'invalid_device_proof' }

type BoundRow = SessionRow & { strategy: CookieStrategyId; tokenHash: string }

/** The session, if it lives and is one whose cookie is bound to a key. */
function usable(row: SessionRow | null, now: Date): BoundRow | null {
  if (!row || !isCookieStrategy(row.strategy) || !isBound(row.strategy) || row.tokenHash === null) return null
  const { strategy, tokenHash } = row
  return validRow(row, strategy, now).ok ? { ...row, strategy, tokenHash } : null
}

/**
 * Registers the key of the browser that has just signed in: it has signed the challenge of that sign-in, and presents its
 * cookie. A challenge counts once. A second key for the same session, with the same challenge, means that somebody else
 * has what only this browser was sent: then the session ends, since nobody can tell which of the two it is.
 * @param proof the value of Secure-Session-Response
 * @throws database errors: then nothing was bound
 */
export async function bindSession(
  proof: string,
  { presented, visitor, now }: RequestContext,
): Promise<Bound | NotBound> {
  const registration = await verifyRegistration(proof)
  const challenge = registration && readChallenge(registration.challenge, now)
  if (!registration || challenge?.purpose !== 'register') return notBound
  const row = usable(await findSession({ id: challenge.sessionId }), now)
  const cookie = row && presentedCookie(presented, sessionCookie(row.strategy))
  const isOfSession = cookie?.ok && readBoundCookie(cookie.value)?.tokenHash === row!.tokenHash
  if (!row || !isOfSession) return notBound
  if (await bindToKey(registration, { sessionId: row.id, tokenHash: row.tokenHash, now }))
    return bound(row, now)
  const winner = await findSession({ id: row.id })
  const isOfAnother = winner?.keyThumbprint !== null && winner?.keyThumbprint !== registration.keyThumbprint
  if (winner?.tokenHash === row.tokenHash && isOfAnother) {
    const [owner] = await endSessions([row.id])
    if (owner) await tryRecordEvent(owner, 'second_device_key', visitor.device, now)
  }
  return notBound
}

/**
 * The next cookie, for a challenge that the browser has signed with the key of the session; without a signature, the
 * challenge. A challenge is for one session and counts once. Refreshing is activity: the idle end moves. Where the session
 * has ended the browser is told to forget it.
 * @param sessionId the value of Sec-Secure-Session-Id
 * @param proof the value of Secure-Session-Response, if there is any
 * @throws database errors
 */
export async function refreshBoundCookie(
  sessionId: string,
  proof: string | null,
  { now }: Pick<RequestContext, 'now'>,
): Promise<Bound | NotBound> {
  const row = usable(await findSession({ id: sessionId }), now)
  const publicJwk = row && (await deviceKeyOf(row.id))
  if (!row || !publicJwk) return ended(sessionId)
  const signed = proof === null ? null : await verifyDeviceProof(proof, publicJwk)
  const challenge = signed === null ? null : readChallenge(signed, now)
  const isForThis = challenge?.purpose === 'refresh' && challenge.sessionId === row.id
  if (!isForThis || !(await spendOnce(challenge)))
    return { ok: false, code: 'invalid_device_proof', challenge: refreshChallenge(row.id, now) }
  const isAlive = await renewSession(row, lifetimes().idleSeconds, now)
  return isAlive ? bound(row, now) : ended(sessionId)
}

const bound = (row: BoundRow, now: Date): Bound => ({
  ok: true,
  instructions: instructions(row.id, row.strategy),
  cookies: [nextCookie(row, now)],
})

const ended = (sessionId: string): Bound => ({
  ok: true,
  instructions: endOfBinding(sessionId),
  cookies: [],
})
