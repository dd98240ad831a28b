import 'server-only'
import { db } from '@/lib/db/client'

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
