import 'server-only'
import { randomUUID } from 'node:crypto'
import { demoPassword, trialDomain } from '../demo'
import { hashPassword } from '@/lib/crypto'
import { db } from '@/lib/db/client'
import type { Role } from '@/lib/api-schema/roles'
import { logFailure } from '@/lib/log'

/** Somebody who exists for the length of one trial. */
export type LabPerson = { id: string; email: string; password: string }

const password = 'a phrase for the length of one trial'
const oldestMs = 60 * 60_000

let hash: Promise<string> | undefined

/** One hash a process: what is tried is never the hashing itself. */
const hashOnce = () => (hash ??= hashPassword(password))

/** Makes a person, and removes them with all they had, however the work ends. */
export async function withLabPerson<Result>(
  role: Role,
  work: (person: LabPerson) => Promise<Result>,
): Promise<Result> {
  const email = `${randomUUID()}${trialDomain}`
  const data = {
    email,
    name: 'Lab person',
    role,
    passwordHash: await hashOnce(),
    emailVerified: new Date(),
    demo: true,
  }
  const { id } = await db().user.create({ data, select: { id: true } })
  try {
    return await work({ id, email, password })
  } finally {
    await remove({ id })
  }
}

/** The same for somebody who lives at the local provider, and is nobody here before their first visit. */
export async function withProviderPerson<Result>(
  work: (person: { email: string; password: string }) => Promise<Result>,
): Promise<Result> {
  const email = `${randomUUID()}${trialDomain}`
  try {
    return await work({ email, password: demoPassword })
  } finally {
    await remove({ email })
  }
}

/** With those that a killed process left behind. */
async function remove(person: { id: string } | { email: string }) {
  const leftBehind = { email: { endsWith: trialDomain }, createdAt: { lt: new Date(Date.now() - oldestMs) } }
  await db()
    .user.deleteMany({ where: { OR: [person, leftBehind] } })
    .catch((error: unknown) => logFailure('lab.remove_person', error))
}
