import { listCredentials, listEvents } from '@/lib/accounts'
import { listSessions, type Session } from '@/lib/auth'
import { outage } from '@/lib/auth/http/refusal'
import { readPageTime, readPendingIdentity } from '@/lib/auth/http/page-state'

const eventsShown = 20

/** What the page shows beside the state. @returns null during an outage: the page says so and keeps the rest */
export async function loadAccount(confirmed: Session) {
  const now = await readPageTime()
  try {
    const [sessions, events, credentials, pending] = await Promise.all([
      listSessions(confirmed, now),
      listEvents(confirmed.person.id, eventsShown),
      listCredentials(confirmed.person.id),
      readPendingIdentity(confirmed.person),
    ])
    return { person: confirmed.person, sessions, events, credentials, pending }
  } catch (error) {
    outage(error)
    return null
  }
}

export type Account = NonNullable<Awaited<ReturnType<typeof loadAccount>>>
