import { z } from 'zod'
import { countUsers, listUsers } from '@/lib/accounts'
import { countSessions } from '@/lib/auth'
import { readPageTime } from '@/lib/auth/http/page-state'
import { outage } from '@/lib/auth/http/refusal'

const pageLength = 50

/** @param after id of the last user of the page before, as it came in the query */
export async function loadAdmin(after: unknown) {
  const now = await readPageTime()
  try {
    const [users, userCount, counts] = await Promise.all([
      listUsers({ after: z.uuid().safeParse(after).data, limit: pageLength }),
      countUsers(),
      countSessions(now),
    ])
    return {
      ok: true as const,
      users,
      userCount,
      counts,
      next: users.length === pageLength ? users.at(-1)?.id : undefined,
    }
  } catch (error) {
    return outage(error)
  }
}
