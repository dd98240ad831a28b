import 'server-only'
import { db } from '@/lib/db/prisma-client'
import { unlessTaken } from '@/lib/db/unique-violation'
import { bestEffort, personColumns, type Person } from './person'
import type { RateLimited } from './rate-limit'
import { askForConfirmation, type ConfirmationSent } from './confirm-identity'
import { identityKey, type ProvenIdentity } from './identity'
import { recordEvent } from './security-events'
import type { Visitor } from './device'

type Refused = 'account_disabled' | 'address_taken' | 'address_missing' | 'address_unusable'
export type IdentityRefusal = { ok: false; code: Refused }
export type SignedInByIdentity =
  { ok: true; person: Person } | IdentityRefusal | ConfirmationSent | RateLimited

/**
 * The person behind a proven identity. Known by (issuer, subject) alone: a changed address changes nothing. For a
 * new one a user is made, if the issuer vouches for an address that nobody has here. Never connects an identity to a
 * user by the address: `address_taken` asks the person to prove the existing account first.
 * Does NOT make a session, nor record a `signed_in`.
 * @returns `confirmation_sent` where the issuer gives an address that it does not vouch for
 */
export async function signInByIdentity(
  identity: ProvenIdentity,
  visitor: Visitor,
  now: Date,
): Promise<SignedInByIdentity> {
  const known = await findByIdentity(identity)
  if (known) return unlessDisabled(known)
  const { email } = identity
  if (email === null)
    return { ok: false, code: identity.emailUnusable ? 'address_unusable' : 'address_missing' }
  if (!identity.emailVerified) return askForConfirmation({ ...identity, email }, visitor, now)
  if (await db().user.findUnique({ where: { email }, select: { id: true } }))
    return { ok: false, code: 'address_taken' }
  const created = await createUserOf({ ...identity, email }, visitor.device, now)
  return created.ok ? created : lostRace(identity)
}

type UserRow = Person & { disabledAt: Date | null }
type PersonFound = { ok: true; person: Person } | IdentityRefusal

/** The row of the user, a disabled one too. @returns null for an identity that nobody has here */
async function findByIdentity(identity: ProvenIdentity): Promise<UserRow | null> {
  const select = { user: { select: { ...personColumns, disabledAt: true } } }
  const found = await db().identity.findUnique({ where: identityKey(identity), select })
  return found?.user ?? null
}

const unlessDisabled = ({ disabledAt, ...person }: UserRow): PersonFound =>
  disabledAt ? { ok: false, code: 'account_disabled' } : { ok: true, person }

/** Another request took the address or the identity a moment before: two first visits at once end as the same person. */
async function lostRace(identity: ProvenIdentity): Promise<PersonFound> {
  const known = await findByIdentity(identity)
  return known ? unlessDisabled(known) : { ok: false, code: 'address_taken' }
}

/**
 * Makes user and identity, both or neither. Sign-ups with the same address that were not confirmed are deleted.
 * @returns `taken` where another request made one of the two a moment before
 */
async function createUserOf(
  { email, name, ...identity }: ProvenIdentity & { email: string },
  device: string,
  now: Date,
): Promise<{ ok: true; person: Person } | { ok: false; code: 'taken' }> {
  const { issuer, subject, provider } = identity
  const identities = { create: { issuer, subject, provider, email, linkedAt: now } }
  const data = { email, name, emailVerified: now, createdAt: now, identities }
  const person = await unlessTaken(() =>
    db().$transaction(async (tx) => {
      const created = await tx.user.create({ data, select: personColumns })
      await recordEvent(created.id, 'signed_up', device, now, tx)
      return created
    }),
  )
  if (!person) return { ok: false, code: 'taken' }
  await bestEffort('account.signed_up', () => db().signUp.deleteMany({ where: { email: person.email } }))
  return { ok: true, person }
}
