import 'server-only'
import { shownName } from '@/lib/api-schema/person-name'
import type { Role } from '@/lib/api-schema/fields'
import { hook } from '@/lib/hooks'
import { db } from '@/lib/db/prisma-client'
import type { Prisma } from '@/lib/db/generated/client'
import { endEverySession } from './person'
import { isId } from './identity'
import { recordEvent } from './security-events'

export type NotFound = { ok: false; code: 'not_found' }
export type LastAdmin = { ok: false; code: 'last_admin' }
type Transaction = Prisma.TransactionClient

const done = { ok: true } as const
const notFound: NotFound = { ok: false, code: 'not_found' }
const lastAdmin: LastAdmin = { ok: false, code: 'last_admin' }

/** In a person's list of events, the name of the device of what an administrator did. */
const administrator = 'Administrator'

/**
 * How the addresses of temporary people end (`@…`): people who are marked `demo` and are removed after seconds. Null if
 * there are none.
 */
export const temporaryPeople = hook<string | null>('temporary-people', null)

/**
 * Whether this person is the only enabled administrator. Locks their rows, always in the same order: if two leave at
 * once, the second waits, and is then the last one. Temporary people do not count.
 */
async function isLastAdmin(tx: Transaction, id: string): Promise<boolean> {
  const domain = temporaryPeople.get()
  const temporary = domain === null ? '' : `%${domain}` // '' matches no address
  const admins = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "User" WHERE role = 'admin' AND "disabledAt" IS NULL
    AND NOT (demo AND email LIKE ${temporary}) ORDER BY id FOR NO KEY UPDATE`
  return admins.length === 1 && admins[0]?.id === id
}

/**
 * Disables a person: no sign-in, every session and reset code ends, `credentialsVersion` moves. Twice is once.
 * @returns `last_admin` when nobody would be left to administer
 */
export async function disableUser(id: string, now: Date): Promise<{ ok: true } | NotFound | LastAdmin> {
  if (!isId(id)) return notFound
  return db().$transaction(async (tx) => {
    if (await isLastAdmin(tx, id)) return lastAdmin
    const { count } = await tx.user.updateMany({
      where: { id, disabledAt: null },
      data: { disabledAt: now, credentialsVersion: { increment: 1 } },
    })
    if (count === 0) return existing(tx, id)
    await endEverySession(tx, id)
    await recordEvent(id, 'disabled', administrator, now, tx)
    return done
  })
}

/** Lets a disabled person sign in again. No session comes back. */
export async function enableUser(id: string, now: Date): Promise<{ ok: true } | NotFound> {
  if (!isId(id)) return notFound
  return db().$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id, disabledAt: { not: null } },
      data: { disabledAt: null },
    })
    if (count === 0) return existing(tx, id)
    await recordEvent(id, 'enabled', administrator, now, tx)
    return done
  })
}

/** Changes a role. Sessions go on: a strategy that looks up the session row sees the new role at the next request. */
export async function setRole(
  id: string,
  role: Role,
  now: Date,
): Promise<{ ok: true } | NotFound | LastAdmin> {
  if (!isId(id)) return notFound
  return db().$transaction(async (tx) => {
    if (role !== 'admin' && (await isLastAdmin(tx, id))) return lastAdmin
    const { count } = await tx.user.updateMany({ where: { id, role: { not: role } }, data: { role } })
    if (count === 0) return existing(tx, id)
    await recordEvent(id, 'role_changed', administrator, now, tx)
    return done
  })
}

/** The outcome if no row was changed: there was nothing to change, or there is no such person. */
const existing = async (tx: Transaction, id: string) =>
  (await tx.user.findUnique({ where: { id }, select: { id: true } })) ? done : notFound

/** Instants are ISO 8601; `disabledAt` is null for a person who may sign in. */
export type ListedUser = {
  id: string
  email: string
  name: string | null
  role: Role
  createdAt: string
  disabledAt: string | null
}

const columns = { id: true, email: true, name: true, role: true, createdAt: true, disabledAt: true } as const

/** A page of people in the order they came. @param after the last id of the page before */
export async function listUsers({
  after,
  limit,
}: {
  after?: string | undefined
  limit: number
}): Promise<ListedUser[]> {
  const rows = await db().user.findMany({
    where: after === undefined ? {} : { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: limit,
    select: columns,
  })
  return rows.map(({ createdAt, disabledAt, name, ...row }) => ({
    ...row,
    name: shownName(name),
    createdAt: createdAt.toISOString(),
    disabledAt: disabledAt?.toISOString() ?? null,
  }))
}

/** Everybody, the disabled included. */
export const countUsers = () => db().user.count()
