import 'server-only'
import { z } from 'zod'
import { db } from '@/lib/db/client'
import { identityKey } from './identity'
import { personColumns, type Person } from './person'

export const isId = (id: string) => z.uuid().safeParse(id).success

/** @returns null for an unknown id, for anything that is no id, and for a disabled person */
export async function findPerson(id: string): Promise<Person | null> {
  if (!isId(id)) return null
  return db().user.findUnique({ where: { id, disabledAt: null }, select: personColumns })
}

/** @returns null for an identity that nobody has here, and for a disabled person */
export async function findPersonByIdentity(issuer: string, subject: string): Promise<Person | null> {
  const where = { ...identityKey({ issuer, subject }), user: { disabledAt: null } }
  const found = await db().identity.findUnique({ where, select: { user: { select: personColumns } } })
  return found?.user ?? null
}
