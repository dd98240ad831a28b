import 'server-only'
import { db } from '@/lib/db/prisma-client'
import type { Prisma } from '@/lib/db/generated/client'
import { logEvent } from '@/lib/log'
import { bestEffort } from './person'
import type { Beside } from './rate-limit'

/** Everything the account page can tell a person: the kind that is stored, and the sentence that is shown. */
export const securityEvents = {
  signed_up: 'You created this account.',
  signed_in: 'You signed in.',
  sign_in_failed: 'Somebody tried to sign in with a wrong password.',
  signed_out: 'You signed out.',
  session_ended: 'You ended a session.',
  other_sessions_ended: 'You signed out everywhere else.',
  password_changed: 'You changed your password. Every other session ended.',
  password_change_failed: 'Somebody who was signed in gave a wrong current password.',
  password_reset_requested: 'Somebody asked for a link to reset your password.',
  password_reset: 'Your password was reset with a link from your mail. Every session ended.',
  strategy_switched: 'You chose another way of staying signed in.',
  identity_linked: 'You connected another way to sign in.',
  identity_unlinked: 'You removed a way to sign in.',
  ended_by_provider: 'You signed out at a provider. The sessions that it vouched for ended.',
  token_reused: 'A token that had been used up was presented again. Its sessions ended.',
  second_device_key:
    'Two devices claimed one sign-in. Nobody can tell which of them was yours, so that session ended.',
  disabled: 'An administrator disabled this account. Every session ended.',
  enabled: 'An administrator enabled this account.',
  role_changed: 'An administrator changed your role.',
} as const

export type SecurityEventKind = keyof typeof securityEvents

/** `at` is ISO 8601; `sentence` is for the page. */
export type ListedEvent = {
  id: string
  kind: SecurityEventKind
  sentence: string
  device: string
  at: string
}

/**
 * Keeps an event for the person to see, and writes it to the log.
 * @param tx the transaction it belongs to, if any
 * @throws database errors, and for an unknown userId
 */
export async function recordEvent(
  userId: string,
  kind: SecurityEventKind,
  device: string,
  at: Date,
  tx: Prisma.TransactionClient = db(),
): Promise<void> {
  await tx.securityEvent.create({ data: { userId, kind, device, at } })
  logEvent(`account.${kind}`, { userId, device, result: 'done' })
}

/** What `recordEvent` keeps, as a statement that goes with another one. Writes nothing to the log. */
export const eventBeside = (userId: string, kind: SecurityEventKind, device: string, at: Date): Beside => ({
  text: (first) =>
    `INSERT INTO "SecurityEvent" (id, "userId", kind, device, at)
     VALUES (gen_random_uuid(), $${first}::uuid, $${first + 1}, $${first + 2}, $${first + 3}::timestamptz)`,
  values: [userId, kind, device, at.toISOString()],
})

const isKind = (kind: string): kind is SecurityEventKind => Object.hasOwn(securityEvents, kind)

/** The person's latest events, newest first. A kind that a later version stopped writing is left out. */
export async function listEvents(userId: string, limit: number): Promise<ListedEvent[]> {
  const rows = await db().securityEvent.findMany({
    where: { userId },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
    select: { id: true, kind: true, device: true, at: true },
  })
  return rows.flatMap(({ id, kind, device, at }) =>
    isKind(kind) ? [{ id, kind, sentence: securityEvents[kind], device, at: at.toISOString() }] : [],
  )
}

/** `recordEvent` for a change that is already stored: a failure is only logged. */
export const tryRecordEvent = (userId: string, kind: SecurityEventKind, device: string, at: Date) =>
  bestEffort(`account.${kind}`, () => recordEvent(userId, kind, device, at))
