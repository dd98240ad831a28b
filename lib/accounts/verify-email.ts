import 'server-only'
import { sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/client'
import { bestEffort } from './best-effort'
import type { RateLimited } from './bucket'
import { personColumns, type Person } from './person'
import { recordEvent } from './security-events'
import { throttleCode } from './throttle'
import type { Visitor } from './visitor'

export type InvalidCode = { ok: false; code: 'invalid_code' }
export const invalidCode: InvalidCode = { ok: false, code: 'invalid_code' }

/**
 * Spends the code of a sign-up: its row becomes the user, once, also when it is posted 50 times at once.
 * Does NOT sign in.
 * @returns `invalid_code` for an unknown, spent or expired code, and for an address that was taken meanwhile
 */
export async function verifyEmail(
  { token }: { token: string },
  visitor: Visitor,
  now: Date,
): Promise<{ ok: true; person: Person } | InvalidCode | RateLimited> {
  const permit = await throttleCode(visitor)
  if (!permit.ok) return permit
  const person = await createUser(sha256Base64url(token), visitor.device, now)
  if (!person) return invalidCode
  // after the commit: two codes of one address that clear away each other's rows inside it would deadlock
  await bestEffort('account.signed_up', async () => {
    await db().signUp.deleteMany({ where: { email: person.email } })
    await permit.succeeded()
  })
  return { ok: true, person }
}

function createUser(codeHash: string, device: string, now: Date): Promise<Person | null> {
  return db().$transaction(async (tx) => {
    const pending = await tx.signUp.findUnique({ where: { codeHash } })
    const spent = await tx.signUp.deleteMany({ where: { codeHash, expiresAt: { gt: now } } })
    if (!pending || spent.count === 0) return null
    const { email, name, passwordHash } = pending
    const data = { email, name, passwordHash, emailVerified: now, createdAt: now }
    const [person] = await tx.user.createManyAndReturn({ data, skipDuplicates: true, select: personColumns })
    if (!person) return null // the address was taken meanwhile
    await recordEvent(person.id, 'signed_up', device, now, tx)
    return person
  })
}
