import 'server-only'
import { z } from 'zod'
import { db } from '@/lib/db/client'
import { personColumns, type Person } from './person'

export const isId = (id: string) => z.uuid().safeParse(id).success

/** @returns null for an unknown id, for anything that is no id, and for a disabled person */
export async function findPerson(id: string): Promise<Person | null> {
  if (!isId(id)) return null
  return db().user.findUnique({ where: { id, disabledAt: null }, select: personColumns })
}
