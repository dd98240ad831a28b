import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Person } from '@/lib/accounts'
import { hashPassword } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'

export const testPassword = 'seven quiet otters swim'
let hash: Promise<string> | undefined

/** A person with a verified address and `testPassword`, in the database of this test. */
export async function makePerson(role: 'user' | 'admin' = 'user'): Promise<Person> {
  const passwordHash = await (hash ??= hashPassword(testPassword))
  const email = `${randomUUID()}@example.com`
  const data = { email, name: 'Test Person', role, passwordHash, emailVerified: new Date() }
  const { id, name, credentialsVersion } = await db().user.create({ data })
  return { id, email, name, role, credentialsVersion }
}
