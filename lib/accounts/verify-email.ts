import 'server-only'
import { sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import type { Prisma, SignUp } from '@/lib/db/generated/client'
import { unlessTaken } from '@/lib/db/unique-violation'
import { bestEffort, personColumns, type Person } from './person'
import type { RateLimited } from './rate-limit'
import { throttleCode } from './throttle'
import { recordEvent } from './security-events'
import type { Visitor } from './device'

export type InvalidCode = { ok: false; code: 'invalid_code' }
export const invalidCode: InvalidCode = { ok: false, code: 'invalid_code' }

/** The code is valid, but not in this browser: its sign-up rests on an identity that was proven in another browser. */
export type ConfirmElsewhere = { ok: false; code: 'confirm_elsewhere' }
const confirmElsewhere: ConfirmElsewhere = { ok: false, code: 'confirm_elsewhere' }

type Identity = { issuer: string; subject: string }
type Presented = { token: string; identities?: Identity[] }

/**
 * Spends the code of a sign-up: its row becomes the user, once, also when it is posted 50 times at once.
 * Does NOT sign in.
 * @param identities that were proven in this browser at other issuers: a sign-up that rests on an identity and no
 *   password is good for that browser only, and its code stays unspent elsewhere (`confirm_elsewhere`)
 * @returns the provider that signs the person in from now on, null where they have a password; `invalid_code` for an
 *   unknown, spent or expired code, and for an address that was taken meanwhile
 */
export async function verifyEmail(
  { token, identities = [] }: Presented,
  visitor: Visitor,
  now: Date,
): Promise<
  { ok: true; person: Person; provider: string | null } | InvalidCode | ConfirmElsewhere | RateLimited
> {
  const permit = await throttleCode(visitor)
  if (!permit.ok) return permit
  const codeHash = sha256Base64url(token)
  const signUp = await db().signUp.findUnique({ where: { codeHash, expiresAt: { gt: now } } })
  if (!signUp) return invalidCode
  if (!isOf(signUp, identities)) return confirmElsewhere
  const person = await createUser(signUp, visitor.device, now)
  if (!person) return invalidCode
  // after the commit: two codes of one address would delete each other's rows within it, and deadlock
  await bestEffort('account.signed_up', async () => {
    await db().signUp.deleteMany({ where: { email: person.email } })
    await permit.succeeded()
  })
  return { ok: true, person, provider: signUp.provider }
}

function createUser(pending: SignUp, device: string, now: Date): Promise<Person | null> {
  const create = async (tx: Prisma.TransactionClient) => {
    const { codeHash, email, name, passwordHash } = pending
    const spent = await tx.signUp.deleteMany({ where: { codeHash, expiresAt: { gt: now } } })
    if (spent.count === 0) return null
    const data = { email, name, passwordHash, emailVerified: now, createdAt: now }
    const [person] = await tx.user.createManyAndReturn({ data, skipDuplicates: true, select: personColumns })
    if (!person) return null // the address was taken meanwhile
    if (pending.issuer) await tx.identity.create({ data: identityOf(pending, person.id, now) })
    await recordEvent(person.id, 'signed_up', device, now, tx)
    return person
  }
  return unlessTaken(() => db().$transaction(create))
}

/** A sign-up with a password needs only the code of the mail; one by an identity also needs that identity. */
const isOf = ({ issuer, subject }: SignUp, identities: Identity[]) =>
  issuer === null || identities.some((one) => one.issuer === issuer && one.subject === subject)

const identityOf = ({ issuer, subject, provider, email }: SignUp, userId: string, now: Date) => ({
  issuer: issuer!,
  subject: subject!,
  provider: provider!,
  email,
  userId,
  linkedAt: now,
})
