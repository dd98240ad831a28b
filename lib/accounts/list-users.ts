import 'server-only'
import { db } from '@/lib/db/client'
import { shownName } from '@/lib/api-schema/person-name'
import type { Role } from '@/lib/api-schema/roles'

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
    ...(after === undefined ? {} : { where: { id: { gt: after } } }),
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
