import 'server-only'
import { randomUUID } from 'node:crypto'
import { hashPassword } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import type { Role } from '@/lib/api-schema/fields'
import { logFailure } from '@/lib/log'
import { demoPassword, trialDomain } from '../demo'
import { expected } from './browser'
import { LabClient } from './lab-client'
import type { Trial } from './trial'

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

/** Who acts upon the person of a trial: an administrator of its own, who exists while `work` goes on. */
export const withAdministrator = <Result>(
  { step }: Pick<Trial, 'step'>,
  work: (administrator: Administrator) => Promise<Result>,
): Promise<Result> =>
  withLabPerson('admin', async (person) => {
    const client = new LabClient('database')
    await step('An administrator signs in.', async () => expected(200, await client.signIn(person)))
    return work(new Administrator(client))
  })

export class Administrator {
  constructor(private readonly client: LabClient) {}

  async setRole(id: string, role: Role) {
    const options = { params: { id }, json: { role } }
    return expected(204, await this.client.api.call('POST /api/admin/users/{id}/role', options))
  }

  async disable(id: string) {
    const options = { params: { id }, json: {} }
    return expected(204, await this.client.api.call('POST /api/admin/users/{id}/disable', options))
  }
}

/** All that the database keeps of a person, and the keys that it keeps for everybody: what a dump would hold of them. */
export async function rowsOf(userId: string) {
  const sessions = { include: { origin: true, refreshTokens: true } }
  const include = { identities: true, sessions, passwordResets: true, securityEvents: true }
  const user = await db().user.findUniqueOrThrow({ where: { id: userId }, include })
  return { user, signingKeys: await db().signingKey.findMany() }
}

/** Every value in them, once, as text. */
export const valuesIn = (rows: unknown) => [...new Set(leaves(JSON.parse(JSON.stringify(rows))))]

function leaves(value: unknown): string[] {
  if (typeof value === 'object') return Object.values(value ?? {}).flatMap(leaves)
  return [typeof value === 'string' ? value : JSON.stringify(value)]
}
