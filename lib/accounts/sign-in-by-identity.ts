import 'server-only'
import { db } from '@/lib/db/prisma-client'
import { unlessTaken } from '@/lib/db/unique-violation'
import { bestEffort, personColumns, type Person } from './person'
import type { RateLimited } from './throttle'
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
  if (known) return known
  const { email } = identity
  if (email === null)
    return { ok: false, code: identity.emailUnusable ? 'address_unusable' : 'address_missing' }
  if (!identity.emailVerified) return askForConfirmation({ ...identity, email }, visitor, now)
  if (await db().user.findUnique({ where: { email }, select: { id: true } }))
    return { ok: false, code: 'address_taken' }
  const person = await createUserOf({ ...identity, email }, visitor.device, now)
  return person ? { ok: true, person } : lostRace(identity)
}

/** @returns null for an identity that nobody has here */
async function findByIdentity(
  identity: ProvenIdentity,
): Promise<{ ok: true; person: Person } | IdentityRefusal | null> {
  const select = { user: { select: { ...personColumns, disabledAt: true } } }
  const found = await db().identity.findUnique({ where: identityKey(identity), select })
  if (!found) return null
  const { disabledAt, ...person } = found.user
  return disabledAt ? { ok: false, code: 'account_disabled' } : { ok: true, person }
}

/** Another request took the address or the identity a moment before: two first visits at once end as the same person. */
const lostRace = async (identity: ProvenIdentity) =>
  (await findByIdentity(identity)) ?? ({ ok: false, code: 'address_taken' } as const)

/** Makes user and identity, both or neither. Sign-ups with the same address that were not confirmed are deleted. */
async function createUserOf(
  { email, name, ...identity }: ProvenIdentity & { email: string },
  device: string,
  now: Date,
): Promise<Person | null> {
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
  if (person)
    await bestEffort('account.signed_up', () => db().signUp.deleteMany({ where: { email: person.email } }))
  return person
}
