import 'server-only'
import ipaddr from 'ipaddr.js'
import { Busy } from '@/lib/crypto'
import { env } from '@/lib/env'
import { bestEffort } from './person'
import { type Beside, type Bucket, empty, giveBack, type RateLimited, take } from './rate-limit'
import type { Visitor } from './device'

/** How often something may fail, or be asked for, per 15 minutes (ASVS 6.1.1, 6.3.1). The numbers are settings. */

const bucket = (name: string, subject: string, points: number): Bucket => ({ name, subject, points })

const account = (email: string) =>
  bucket('sign-in-account', email.toLowerCase(), env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT)
const device = (id: string, email: string) =>
  bucket('sign-in-device', `${id} ${email.toLowerCase()}`, env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT)
const address = (client: string) =>
  bucket('sign-in-address', clientNetwork(client), env().RATE_LIMIT_SIGN_IN_PER_ADDRESS)
const overall = () => bucket('sign-in-overall', 'everybody', env().RATE_LIMIT_SIGN_IN_OVERALL)
const currentPassword = (userId: string) =>
  bucket('current-password', userId, env().RATE_LIMIT_SIGN_IN_PER_ACCOUNT)
const code = (client: string) =>
  bucket('code-address', clientNetwork(client), env().RATE_LIMIT_SIGN_IN_PER_ADDRESS)
const providerFlow = (client: string) =>
  bucket('provider-flow-address', clientNetwork(client), env().RATE_LIMIT_SIGN_IN_PER_ADDRESS)
type MailPurpose = 'sign-up' | 'reset'

/** A counter for each purpose: sign-ups that strangers ask for with an address do not use up its owner's reset mails. */
const mailAccount = (email: string, purpose: MailPurpose) =>
  bucket(`mail-${purpose}`, email.toLowerCase(), env().RATE_LIMIT_MAIL_PER_ACCOUNT)
const mailAddress = (client: string) =>
  bucket('mail-address', clientNetwork(client), env().RATE_LIMIT_MAIL_PER_ADDRESS)

/** Allows one attempt, which counts as a failure until the permit is told otherwise. */
export type Permit = {
  ok: true
  /** The attempt was right: it no longer counts. */
  succeeded: () => Promise<void>
  /** Runs the work. If the queue is full, nothing was decided, and the attempt does not count. @throws Busy */
  unlessBusy: <Result>(work: () => Promise<Result>) => Promise<Result>
}

/** @param own the bucket that a success empties; from the others it takes back only its own point */
async function permit(buckets: Bucket[], own?: Bucket): Promise<Permit | RateLimited> {
  const counted = await take(buckets)
  if (!counted.ok) return counted
  return {
    ok: true,
    succeeded: () => giveBack(buckets, own),
    unlessBusy: async (work) => {
      try {
        return await work()
      } catch (error) {
        if (error instanceof Busy) await giveBack(buckets)
        throw error
      }
    },
  }
}

const permitOwn = (bucket: Bucket) => permit([bucket], bucket)

/**
 * Sign-in: per client address, and per account and overall, the account by its address whether or not it exists.
 * A browser that signed in to the account before has a bucket of its own instead of all three: whoever fails on
 * purpose, everywhere or behind the same address, does not shut the owner out (ASVS 6.1.1).
 */
export function throttleSignIn(email: string, knownDeviceId: string | null, visitor: Visitor) {
  const { all, own } = signInBuckets(email, knownDeviceId, visitor)
  return permit(all, own)
}

function signInBuckets(email: string, knownDeviceId: string | null, { address: client }: Visitor) {
  const own = knownDeviceId === null ? account(email) : device(knownDeviceId, email)
  return { all: knownDeviceId === null ? [address(client), own, overall()] : [own], own }
}

/** An attempt that `throttleSignIn` counted was right. @param beside goes with it, in one round trip */
export function settleSignIn(
  email: string,
  knownDeviceId: string | null,
  visitor: Visitor,
  beside: Beside,
): Promise<void> {
  const { all, own } = signInBuckets(email, knownDeviceId, visitor)
  return giveBack(all, own, beside)
}

/** Removes the failures counted for an account: called after a reset by mail, which only the owner can have done. */
export const forgetFailedSignIns = (email: string) => empty(account(email))

/** A signed-in person who must show the current password. */
export function throttleCurrentPassword(userId: string) {
  return permitOwn(currentPassword(userId))
}

/** One-time codes. Nobody guesses 256 bits: the limit bounds only the work of the server. */
export const throttleCode = ({ address: client }: Visitor) => permit([code(client)])

/** Limits sign-ins through a provider that were begun and not finished: each of them is a row in the database. */
export const throttleProviderFlow = ({ address: client }: Visitor) => permit([providerFlow(client)])

/** A sign-in through a provider was finished: it no longer counts. */
export const settleProviderFlow = ({ address: client }: Visitor) =>
  bestEffort('provider_flow.settle', () => giveBack([providerFlow(client)]))

/**
 * Limits requests that send mail. Every request counts, also a successful one, because the mailbox is another person's.
 */
export const throttleMail = (email: string, { address: client }: Visitor, purpose: MailPurpose) =>
  take([mailAddress(client), mailAccount(email, purpose)])

/**
 * IPv4 addresses within IPv6 addresses: mapped (::ffff:192.0.2.1), or from a translator (64:ff9b::192.0.2.1, RFC 6052
 * §2.1).
 */
const carriesIPv4 = (address: ipaddr.IPv6) => ['ipv4Mapped', 'rfc6052'].includes(address.range())

/**
 * What counts as one client: an IPv4 address, or the /64 that a single IPv6 client is given whole, and could otherwise
 * spend one address of per attempt. An IPv4 address inside IPv6 is that IPv4 address.
 * @param address in any spelling
 * @returns `unknown` for whatever is no address: a text that is no address must not count as a client of its own
 */
export function clientNetwork(address: string): string {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return address
  if (!ipaddr.IPv6.isValid(address)) return 'unknown'
  const parsed = ipaddr.IPv6.parse(address)
  if (carriesIPv4(parsed)) return parsed.toByteArray().slice(-4).join('.')
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}
