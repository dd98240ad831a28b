import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db/prisma-client'
import { listOutbox } from '@/lib/mail'
import { disableUser } from './administration'
import { authenticatePassword } from './authenticate-password'
import type { ProvenIdentity } from './identity'
import { linkIdentity, listCredentials, unlinkIdentity } from './link-identity'
import { requestPasswordReset, resetPassword } from './password-reset'
import { signInByIdentity } from './sign-in-by-identity'
import { signUp } from './sign-up'
import {
  addPerson,
  addSession,
  later,
  now,
  otherPhrase,
  outcomes,
  phrase,
  quickHashes,
  tokenFor,
  visitor,
} from './testing/account-fixtures'
import { verifyEmail } from './verify-email'

quickHashes()

const issuer = 'https://issuer.example'
const proven = (with_: Partial<ProvenIdentity> = {}): ProvenIdentity => ({
  issuer,
  subject: randomUUID(),
  provider: 'generic',
  name: 'Lin',
  email: `${randomUUID()}@example.com`,
  emailVerified: true,
  ...with_,
})
const signIn = (identity: ProvenIdentity) => signInByIdentity(identity, visitor(), now)
const personOf = async (identity: ProvenIdentity) => {
  const result = await signIn(identity)
  if (!result.ok) throw new Error(result.code)
  return result.person
}
const everything = async () => [await db().user.count(), await db().identity.count()]
const mailsTo = async (to: string) => (await listOutbox(to)).map(({ subject }) => subject)

beforeEach(async () => void (await db().rateLimit.deleteMany()))

describe('signing in by an identity', () => {
  test('the first time makes a user with a verified address and no password', async () => {
    const identity = proven()
    const person = await personOf(identity)
    expect(person).toMatchObject({ email: identity.email, name: 'Lin', role: 'user' })
    const user = await db().user.findUniqueOrThrow({
      where: { id: person.id },
      include: { identities: true },
    })
    expect(user).toMatchObject({ passwordHash: null, emailVerified: now })
    expect(user.identities).toMatchObject([{ issuer, subject: identity.subject, email: identity.email }])
  })

  test('the next time finds the person by (issuer, subject), whatever the address is now', async () => {
    const identity = proven()
    const person = await personOf(identity)
    const moved = { ...identity, email: 'elsewhere@example.com', emailVerified: false, name: 'Other' }
    expect((await personOf(moved)).id).toBe(person.id)
    expect((await personOf({ ...identity, email: null })).email).toBe(identity.email)
  })

  test('the same subject at another issuer is somebody else', async () => {
    const identity = proven()
    const other = { ...proven(), issuer: 'https://other.example', subject: identity.subject }
    expect((await personOf(other)).id).not.toBe((await personOf(identity)).id)
  })

  test('an address that somebody has here connects nothing', async () => {
    const { email } = await addPerson()
    const before = await everything()
    expect(await signIn(proven({ email }))).toEqual({ ok: false, code: 'address_taken' })
    expect(await everything()).toEqual(before)
  })

  test('no address: refused', async () => {
    expect(await signIn(proven({ email: null }))).toEqual({ ok: false, code: 'address_missing' })
  })

  test('an address that cannot be used here: refused, and not called missing', async () => {
    const unusable = { email: null, emailUnusable: true }
    expect(await signIn(proven(unusable))).toEqual({ ok: false, code: 'address_unusable' })
    const identity = proven()
    const { id } = await personOf(identity)
    expect((await personOf({ ...identity, ...unusable })).id).toBe(id)
  })

  test('a disabled person stays out', async () => {
    const identity = proven()
    await disableUser((await personOf(identity)).id, now)
    expect(await signIn(identity)).toEqual({ ok: false, code: 'account_disabled' })
  })

  test('twenty first visits at once are one person', async () => {
    const identity = proven()
    const people = await Promise.all(Array.from({ length: 20 }, () => personOf(identity)))
    expect(new Set(people.map(({ id }) => id)).size).toBe(1)
  })

  test('has no password to guess', async () => {
    const { email } = await personOf(proven())
    for (const password of ['', phrase])
      expect(await authenticatePassword({ email, password }, visitor(), now)).toMatchObject({ ok: false })
  })
})

describe('an address that the issuer does not vouch for', () => {
  const unverified = () => proven({ emailVerified: false })
  const asked = async (identity = unverified()) => {
    expect(await signIn(identity)).toEqual({ ok: false, code: 'confirmation_sent' })
    return { identity, token: await tokenFor(identity.email!) }
  }

  test('makes no user until its link is opened with the same identity at hand', async () => {
    const before = await everything()
    const { identity, token } = await asked()
    expect(await everything()).toEqual(before)
    const verified = await verifyEmail({ token, identities: [proven(), identity] }, visitor(), now)
    expect(verified).toMatchObject({
      ok: true,
      person: { email: identity.email },
      provider: identity.provider,
    })
    expect((await personOf(identity)).email).toBe(identity.email)
  })

  test('pre-hijacking: the owner of the address who opens the link gives nobody an account', async () => {
    const before = await everything()
    const { token } = await asked()
    const elsewhere = { ok: false, code: 'confirm_elsewhere' }
    expect(await verifyEmail({ token }, visitor(), now)).toEqual(elsewhere)
    expect(await verifyEmail({ token, identities: [proven()] }, visitor(), now)).toEqual(elsewhere)
    expect(await everything()).toEqual(before)
  })

  test('an address that is taken: the same answer, another mail, no code', async () => {
    const { email } = await addPerson()
    expect(await signIn(proven({ email, emailVerified: false }))).toEqual({
      ok: false,
      code: 'confirmation_sent',
    })
    expect(await mailsTo(email)).toEqual(['You already have an account'])
  })
})

describe('pre-hijacking by a password', () => {
  test('who asked for the address first and never confirmed it gets nothing of the later owner’s account', async () => {
    const email = `${randomUUID()}@example.com`
    await signUp({ name: 'Stranger', email, password: phrase }, visitor(), now)
    const token = await tokenFor(email)
    const owner = await personOf(proven({ email }))
    expect(await db().signUp.count({ where: { email } })).toBe(0)
    expect(await verifyEmail({ token }, visitor(), now)).toEqual({ ok: false, code: 'invalid_code' })
    expect(await authenticatePassword({ email, password: phrase }, visitor(), now)).toMatchObject({
      ok: false,
    })
    expect(await listCredentials(owner.id)).toMatchObject({ hasPassword: false })
  })

  test('a reset by mail removes what a stranger connected, and keeps what vouches for this address', async () => {
    const person = await addPerson()
    await linkIdentity(person, proven(), 'Chrome', now)
    const own = proven({ email: person.email })
    await linkIdentity(person, own, 'Chrome', now)
    const asked = await requestPasswordReset({ email: person.email }, visitor(), now)
    if (asked.ok) await asked.delivered
    await resetPassword({ token: await tokenFor(person.email), newPassword: otherPhrase }, visitor(), now)
    const { identities } = await listCredentials(person.id)
    expect(identities.map(({ email }) => email)).toEqual([person.email])
  })
})

describe('connecting and removing', () => {
  test('connects once, says so by mail, and signs in from then on', async () => {
    const person = await addPerson()
    const identity = proven()
    expect(await linkIdentity(person, identity, 'Chrome', now)).toEqual({ ok: true })
    expect(await linkIdentity(person, identity, 'Chrome', now)).toEqual({ ok: true })
    expect((await listCredentials(person.id)).identities).toHaveLength(1)
    expect((await personOf(identity)).id).toBe(person.id)
    expect(await mailsTo(person.email)).toEqual(['A way to sign in was connected'])
  })

  test('an identity that is somebody else’s stays theirs, also when both ask at once', async () => {
    const [one, two] = [await addPerson(), await addPerson()]
    const identity = proven()
    const both = [one, two].map((person) => linkIdentity(person, identity, 'Chrome', now))
    expect(await outcomes(both)).toEqual({ ok: 1, identity_taken: 1 })
  })

  test('does not keep an address that the issuer does not vouch for', async () => {
    const person = await addPerson()
    await linkIdentity(person, proven({ email: person.email, emailVerified: false }), 'Chrome', now)
    expect((await listCredentials(person.id)).identities).toMatchObject([{ email: null }])
  })

  test('the last way to sign in stays, also when both are removed at once', async () => {
    const person = await personOf(proven())
    await linkIdentity(person, proven(), 'Chrome', now)
    const { identities } = await listCredentials(person.id)
    const none = randomUUID()
    const removals = identities.map(({ id }) => unlinkIdentity(person.id, id, none, 'Chrome', now))
    expect(await outcomes(removals)).toEqual({ ok: 1, last_credential: 1 })
  })

  test('removing ends the sessions that rest on it, but the one that asks', async () => {
    const person = await addPerson()
    const identity = proven()
    await linkIdentity(person, identity, 'Chrome', now)
    const sessions = await Promise.all([1, 2, 3].map(() => addSession(person.id, later(60))))
    const [asking, resting, other] = sessions.map(({ id }) => id) as [string, string, string]
    for (const sessionId of [asking, resting])
      await db().sessionOrigin.create({ data: { sessionId, issuer, subject: identity.subject } })
    const { identities } = await listCredentials(person.id)
    await unlinkIdentity(person.id, identities[0]!.id, asking, 'Chrome', now)
    const left = await db().session.findMany({ where: { userId: person.id }, select: { id: true } })
    expect(left.map(({ id }) => id).sort()).toEqual([asking, other].sort())
  })

  test('nobody removes the identity of another person', async () => {
    const [owner, stranger] = [await addPerson(), await addPerson()]
    await linkIdentity(owner, proven(), 'Chrome', now)
    const { identities } = await listCredentials(owner.id)
    for (const id of [identities[0]!.id, randomUUID(), 'no id', '__proto__'])
      expect(await unlinkIdentity(stranger.id, id, randomUUID(), 'Chrome', now)).toEqual({
        ok: false,
        code: 'not_found',
      })
    expect((await listCredentials(owner.id)).identities).toHaveLength(1)
  })
})
