import 'server-only'
import { hashPassword, sha256Base64url, verifyPassword } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { logEvent } from '@/lib/log'
import { bestEffort, personColumns, type Person } from './person'
import { knownDevice } from './known-device'
import type { RateLimited } from './rate-limit'
import { eventBeside } from './security-events'
import { settleSignIn, throttleSignIn } from './throttle'
import type { Visitor } from './device'

export type Credentials = { email: string; password: string }
export type InvalidCredentials = { ok: false; code: 'invalid_credentials' }
export type Authenticated = { ok: true; person: Person } | InvalidCredentials | RateLimited

const columns = { ...personColumns, passwordHash: true, disabledAt: true }
const nobody = { id: '00000000-0000-0000-0000-000000000000', passwordHash: null, disabledAt: null }

/**
 * Is this the person's password? Takes the same work and the same time for an unknown address, a disabled person, one
 * without a password and a wrong password (ASVS 6.3.8), and once a limit is reached for the right password too.
 * Each attempt is counted as a failure before the password is looked at: `recordPasswordSignIn` takes that back.
 * Does NOT make a session, nor record a `signed_in`.
 * @param credentials as `signInForm` parsed them
 * @throws Busy, without counting; database errors: a limit that cannot be counted lets nobody in
 */
export async function authenticatePassword(
  { email, password }: Credentials,
  visitor: Visitor,
  now: Date,
): Promise<Authenticated> {
  const found = await db().user.findUnique({ where: { email }, select: columns })
  const user = found ?? nobody
  const permit = await throttleSignIn(email, knownDevice(visitor.deviceCookie, user.id), visitor)
  if (!permit.ok) return refused(permit, email, visitor)
  const hash = user.disabledAt ? null : user.passwordHash
  const { matches, needsRehash } = await permit.unlessBusy(() => verifyPassword(password, hash))
  if (!found || !matches) {
    await recordFailure(email, visitor.device, now)
    return refused({ ok: false, code: 'invalid_credentials' }, email, visitor)
  }
  if (needsRehash) await rehash(found, password)
  const { id, name, role, credentialsVersion } = found
  return { ok: true, person: { id, email: found.email, name, role, credentialsVersion } }
}

/**
 * Keeps for the person that they signed in, and takes back what `authenticatePassword` counted, in one statement. To be
 * called once there is a session: an attempt that ends without one counts as a failure. A fault of it is only logged.
 */
export const recordPasswordSignIn = ({ id, email }: Person, visitor: Visitor, now: Date) =>
  bestEffort('account.signed_in', async () => {
    const { device } = visitor
    const knownDeviceId = knownDevice(visitor.deviceCookie, id)
    await settleSignIn(email, knownDeviceId, visitor, eventBeside(id, 'signed_in', device, now))
    logEvent('account.signed_in', { userId: id, device, result: 'done' })
  })

/** The address itself is not logged: people type passwords into that field by mistake. */
function refused<Refused extends InvalidCredentials | RateLimited>(
  refusal: Refused,
  email: string,
  visitor: Visitor,
) {
  const account = sha256Base64url(email).slice(0, 16)
  logEvent('sign_in.refused', {
    account,
    address: visitor.address,
    device: visitor.device,
    result: refusal.code,
  })
  return refusal
}

/**
 * One statement for everybody; for nobody it inserts no row. The row is not waited for on the disk: that wait, a few
 * milliseconds, is the only thing that would tell the two apart. A crash may lose the last such rows.
 */
async function recordFailure(email: string, device: string, now: Date) {
  await db().$executeRaw`
    WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO "SecurityEvent" (id, "userId", kind, device, at)
    SELECT gen_random_uuid(), "User".id, 'sign_in_failed', ${device}, ${now}
    FROM "User", unhurried WHERE email = ${email}`
}

/**
 * Hashes the password anew if the cost was raised since, and the hash is still the one that was verified. Not if the
 * queue is full.
 */
function rehash(
  { id, passwordHash: verified }: { id: string; passwordHash: string | null },
  password: string,
) {
  return bestEffort('sign_in.rehash', async () => {
    const passwordHash = await hashPassword(password)
    await db().user.updateMany({ where: { id, passwordHash: verified }, data: { passwordHash } })
  })
}
