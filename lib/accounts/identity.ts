import 'server-only'
import { z } from 'zod'
import { db } from '@/lib/db/prisma-client'
import { type Person, personColumns } from './person'

/**
 * Who an issuer says somebody is. `issuer` and `subject` together are the person there, for ever; the rest is what the
 * issuer knows of them today (OpenID Connect Core §2, §5.7).
 */
export type ProvenIdentity = {
  issuer: string
  subject: string
  /** id of the provider it came through */
  provider: string
  /** canonical; null where the issuer gives none, or none that can be used */
  email: string | null
  /** the issuer gave an address that cannot be used here */
  emailUnusable?: boolean
  /** the issuer says that it verified the address; without that the address is not trusted */
  emailVerified: boolean
  name: string | null
}

/** Where an identity is looked up. */
export const identityKey = ({ issuer, subject }: { issuer: string; subject: string }) => ({
  issuer_subject: { issuer, subject },
})

/** Has it the form of a UUID? Anything else is an error in a query by id. Does NOT check that somebody has it. */
export const isId = (id: string) => z.uuid().safeParse(id).success

/** @returns null for an unknown id, for anything that is no id, and for a disabled person */
export async function findPerson(id: string): Promise<Person | null> {
  if (!isId(id)) return null
  return db().user.findUnique({ where: { id, disabledAt: null }, select: personColumns })
}

/** @returns null for an identity that nobody has here, and for a disabled person */
export async function findPersonByIdentity(issuer: string, subject: string): Promise<Person | null> {
  const where = { ...identityKey({ issuer, subject }), user: { disabledAt: null } }
  const found = await db().identity.findUnique({ where, select: { user: { select: personColumns } } })
  return found?.user ?? null
}
