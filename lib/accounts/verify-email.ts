import 'server-only'
import { sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/client'
import type { Prisma, SignUp } from '@/lib/db/generated/client'
import { unlessTaken } from '@/lib/db/unique-violation'
import { bestEffort } from './best-effort'
import type { RateLimited } from './bucket'
import { personColumns, type Person } from './person'
import { recordEvent } from './security-events'
import { throttleCode } from './throttle'
import type { Visitor } from './visitor'

export type InvalidCode = { ok: false; code: 'invalid_code' }
export const invalidCode: InvalidCode = { ok: false, code: 'invalid_code' }

type Presented = { token: string; identity?: { issuer: string; subject: string } | null }

/**
 * Spends the code of a sign-up: its row becomes the user, once, also when it is posted 50 times at once.
 * Does NOT sign in.
 * @param identity what this browser proved at another issuer a moment ago: a sign-up that rests on an identity and no
 *   password is good for that browser only, and its code stays unspent elsewhere
 * @returns `invalid_code` for an unknown, spent or expired code, and for an address that was taken meanwhile
 */
export async function verifyEmail(
  { token, identity = null }: Presented,
  visitor: Visitor,
  now: Date,
): Promise<{ ok: true; person: Person } | InvalidCode | RateLimited> {
  const permit = await throttleCode(visitor)
  if (!permit.ok) return permit
  const person = await createUser(sha256Base64url(token), identity, visitor.device, now)
  if (!person) return invalidCode
  // after the commit: two codes of one address that clear away each other's rows inside it would deadlock
  await bestEffort('account.signed_up', async () => {
    await db().signUp.deleteMany({ where: { email: person.email } })
    await permit.succeeded()
  })
  return { ok: true, person }
}

function createUser(
  codeHash: string,
  identity: Presented['identity'],
  device: string,
  now: Date,
): Promise<Person | null> {
  const create = async (tx: Prisma.TransactionClient) => {
    const pending = await tx.signUp.findUnique({ where: { codeHash } })
    if (!pending || !isOf(pending, identity)) return null
    const spent = await tx.signUp.deleteMany({ where: { codeHash, expiresAt: { gt: now } } })
    if (spent.count === 0) return null
    const { email, name, passwordHash } = pending
    const data = { email, name, passwordHash, emailVerified: now, createdAt: now }
    const [person] = await tx.user.createManyAndReturn({ data, skipDuplicates: true, select: personColumns })
    if (!person) return null // the address was taken meanwhile
    if (pending.issuer) await tx.identity.create({ data: identityOf(pending, person.id, now) })
    await recordEvent(person.id, 'signed_up', device, now, tx)
    return person
  }
  return unlessTaken(() => db().$transaction(create))
}

/** A sign-up by password is whoever has the mail; one by an identity also needs that identity. */
const isOf = ({ issuer, subject }: SignUp, identity: Presented['identity']) =>
  issuer === null || (issuer === identity?.issuer && subject === identity.subject)

const identityOf = ({ issuer, subject, provider, email }: SignUp, userId: string, now: Date) => ({
  ...{ issuer: issuer!, subject: subject!, provider: provider!, email, userId, linkedAt: now },
})
