import 'server-only'
import { type Person, type ProvenIdentity, linkIdentity, unlinkIdentity } from '@/lib/accounts'
import { decodeJwt } from 'jose'
import { openSealedValue, sealValue, sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import type { Presented, Session, UpstreamSession } from './contract'
import { plusSeconds } from './parts/lifetimes'
import { type ProviderFlow, deleteOldest, flowBrowserOf } from './provider-flow'
import type { RequestContext } from './request-context'

/**
 * An identity that was proven in this browser and belongs to nobody here yet: it waits until its person confirms it. It
 * is kept, encrypted, in the row of the flow that proved it. Database errors are thrown.
 */

const purpose = 'pending identity'
/** How long it waits to be connected; for the owner of an address to confirm that, as long as the mail's link is good. */
export const pendingIdentitySeconds = 10 * 60

export type PendingIdentity = {
  /** of the flow that proved it: what a form names it by */
  id: string
  identity: ProvenIdentity
}

/** @param seconds how long it waits from now */
export async function keepPendingIdentity(
  { stateHash }: ProviderFlow,
  identity: ProvenIdentity,
  seconds: number,
  now: Date,
): Promise<void> {
  const kept = await db().providerFlow.updateManyAndReturn({
    where: { stateHash },
    data: {
      identity: sealValue(JSON.stringify(identity), purpose, stateHash),
      expiresAt: plusSeconds(now, seconds),
    },
    select: { browserHash: true },
  })
  for (const { browserHash } of kept) await deleteOldest(browserHash, 'waiting')
}

/** Which browser asks, and when. */
type Asking = Pick<RequestContext, 'presented' | 'now'>

/** All that wait in this browser, whoever they are for, the newest first. */
export async function pendingIdentities(ctx: Asking): Promise<PendingIdentity[]> {
  return (await rowsOf(ctx)).map(({ id, identity }) => ({ id, identity }))
}

/**
 * Those that wait in this browser for this person, the newest first: they began to connect it, or tried to sign in with
 * it and have the account with its address.
 */
export async function pendingIdentitiesFor({ id, email }: Person, ctx: Asking): Promise<PendingIdentity[]> {
  const rows = await rowsOf(ctx)
  const theirs = rows.filter(({ userId, identity }) => (userId ? userId === id : identity.email === email))
  return theirs.map(({ id, identity }) => ({ id, identity }))
}

async function rowsOf({ presented, now }: Asking) {
  const browser = flowBrowserOf(presented)
  if (browser === null) return []
  const rows = await db().providerFlow.findMany({
    where: { browserHash: sha256Base64url(browser), identity: { not: null }, expiresAt: { gt: now } },
    orderBy: { spentAt: 'desc' },
  })
  return rows.flatMap(({ stateHash, userId, identity: sealed }) => {
    const text = openSealedValue(sealed ?? '', purpose, stateHash)
    if (text === null) return [] // sealed with a secret that was replaced
    return [{ id: stateHash, userId, identity: JSON.parse(text) as ProvenIdentity }]
  })
}

/** @param id of one of them; all of this browser's where there is none */
export async function forgetPendingIdentity(presented: Presented, id?: string): Promise<void> {
  const browser = flowBrowserOf(presented)
  if (browser === null) return
  const ofBrowser = { browserHash: sha256Base64url(browser), identity: { not: null } }
  await db().providerFlow.deleteMany({
    where: id === undefined ? ofBrowser : { ...ofBrowser, stateHash: id },
  })
}

type NotNow = { ok: false; code: 'reauthentication_required' }
const notNow: NotNow = { ok: false, code: 'reauthentication_required' }

/**
 * Connects an identity that was proven in this browser to the person who is signed in, after they
 * confirmed that, and only shortly after they proved who they are.
 * @param id of the pending identity that the person was shown
 */
export async function connectPendingIdentity(session: Session, id: string, ctx: RequestContext) {
  const waiting = await pendingIdentitiesFor(session.person, ctx)
  const pending = waiting.find((one) => one.id === id)
  if (!pending) return { ok: false, code: 'nothing_pending' } as const
  if (!provedRecently(session, ctx.now)) return notNow
  const result = await linkIdentity(session.person, pending.identity, ctx.visitor.device, ctx.now)
  if (result.ok) await forgetPendingIdentity(ctx.presented, id)
  return result
}

/** Removes one of the person's identities, under the same condition. The last way to sign in stays. */
export async function removeIdentity(session: Session, id: string, { visitor, now }: RequestContext) {
  if (!provedRecently(session, now)) return notNow
  return unlinkIdentity(session.person.id, id, session.id, visitor.device, now)
}

/** How long ago a person may have proved who they are, for what changes the ways to sign in (ASVS 7.5.1). Seconds. */
export const recentSeconds = 5 * 60
/** How much the clocks of a provider and of this app may differ. Seconds. */
const toleranceSeconds = 30

/**
 * Whether the person of this session has recently proved who they are. A provider that only found its own session has
 * asked for no password: then its `auth_time` is old or missing, and a new sign-in with `max_age=0` is needed.
 */
export function provedRecently({ authenticatedAt, upstream }: Session, now: Date): boolean {
  const isRecent = (unixSeconds: number, tolerance = 0) =>
    now.getTime() / 1000 - unixSeconds <= recentSeconds + tolerance
  if (!isRecent(authenticatedAt.getTime() / 1000)) return false
  if (!upstream) return true
  const authTime = claimsOf(upstream).auth_time
  return typeof authTime === 'number' && isRecent(authTime, toleranceSeconds)
}

/** The claims of the ID token, whether the token or only claims are kept. The token was verified before it was kept. */
export const claimsOf = ({ idTokenData }: UpstreamSession): Record<string, unknown> =>
  idTokenData.as === 'claims' ? idTokenData.claims : decodeJwt(idTokenData.idToken)
