import 'server-only'
import { db } from '@/lib/db/prisma-client'
import type { Prisma } from '@/lib/db/generated/client'
import { unlessTaken } from '@/lib/db/unique-violation'
import { sendMail } from '@/lib/mail'
import { bestEffort, lockEnabled, type Person } from './person'
import { type ProvenIdentity, identityKey, isId } from './identity'
import { identityConnectedMail } from './mails'
import { recordEvent } from './security-events'

type Owner = Pick<Person, 'id' | 'email'>
export type IdentityTaken = { ok: false; code: 'identity_taken' }
export type NotRemoved = { ok: false; code: 'not_found' | 'last_credential' }

/**
 * Connects a proven identity to a person who asked for it and has just proved who they are; neither is checked here.
 * A second call changes nothing. The owner of the address is told by mail.
 * @returns `identity_taken` when it belongs to somebody else, who keeps it
 */
export async function linkIdentity(
  { id: userId, email: address }: Owner,
  identity: ProvenIdentity,
  device: string,
  now: Date,
): Promise<{ ok: true } | IdentityTaken> {
  const owner = await db().identity.findUnique({ where: identityKey(identity), select: { userId: true } })
  if (owner) return owner.userId === userId ? { ok: true } : { ok: false, code: 'identity_taken' }
  const { issuer, subject, provider, email, emailVerified } = identity
  const data = { issuer, subject, provider, email: emailVerified ? email : null, userId, linkedAt: now }
  const linked = await unlessTaken(() =>
    db().$transaction(async (tx) => {
      await recordEvent(userId, 'identity_linked', device, now, tx)
      return tx.identity.create({ data })
    }),
  )
  if (!linked) return linkIdentity({ id: userId, email: address }, identity, device, now)
  await bestEffort('account.identity_linked', () => sendMail(identityConnectedMail(address), now))
  return { ok: true }
}

/**
 * Removes one of a person's identities, and ends the sessions that were started with it. A password or another identity
 * must be left. This is counted under a lock: of two requests at once, one is refused.
 * @param keepSessionId the session that asks goes on
 */
export async function unlinkIdentity(
  userId: string,
  id: string,
  keepSessionId: string,
  device: string,
  now: Date,
): Promise<{ ok: true } | NotRemoved> {
  if (!isId(id)) return { ok: false, code: 'not_found' }
  return db().$transaction(async (tx) => {
    await lockEnabled(tx, userId)
    const identity = await tx.identity.findUnique({ where: { id, userId } })
    if (!identity) return { ok: false, code: 'not_found' }
    if ((await countCredentials(tx, userId)) < 2) return { ok: false, code: 'last_credential' }
    await tx.identity.delete({ where: { id } })
    const { issuer, subject } = identity
    await tx.session.deleteMany({
      where: { userId, id: { not: keepSessionId }, origin: { issuer, subject } },
    })
    await recordEvent(userId, 'identity_unlinked', device, now, tx)
    return { ok: true }
  })
}

async function countCredentials(tx: Prisma.TransactionClient, userId: string): Promise<number> {
  const { passwordHash, _count } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true, _count: { select: { identities: true } } },
  })
  return _count.identities + (passwordHash ? 1 : 0)
}

export type ListedIdentity = {
  id: string
  provider: string
  issuer: string
  email: string | null
  linkedAt: string
}

/** The ways a person may sign in: connected identities, oldest first, and whether there is a password. */
export async function listCredentials(userId: string) {
  const { passwordHash, identities } = await db().user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true, identities: { orderBy: { linkedAt: 'asc' } } },
  })
  const listed: ListedIdentity[] = identities.map(({ id, provider, issuer, email, linkedAt }) => ({
    id,
    provider,
    issuer,
    email,
    linkedAt: linkedAt.toISOString(),
  }))
  return { hasPassword: passwordHash !== null, identities: listed }
}
