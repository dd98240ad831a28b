import 'server-only'
import { z } from 'zod'
import { decodeProtectedHeader, errors, type JWK } from 'jose'
import { db } from '@/lib/db/prisma-client'
import { redactedJson } from '@/lib/trace'

/** What proofs of possession have in common: of a client's key (DPoP, RFC 9449) and of a device's (W3C DBSC). */

/** Longer than any with a key of the algorithms that are taken: no work is spent on it. */
export const proofLengthMax = 3_000

/** jose throws its own errors for what is wrong with a JWT, the platform others for what is wrong with a key. */
export const isFaultOfJwt = (error: unknown) =>
  error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException

/** One text each: the platform would take a list with one text in it for the text. */
const publicKey = z.discriminatedUnion('kty', [
  z.object({ kty: z.literal('EC'), crv: z.string(), x: z.string(), y: z.string() }),
  z.object({ kty: z.literal('OKP'), crv: z.string(), x: z.string() }),
  z.object({ kty: z.literal('RSA'), n: z.string(), e: z.literal('AQAB') }), // a long exponent takes long to verify with
])

/**
 * The key in the header of a proof: those members alone that make it up (RFC 7638 §3.2), of all that may stand there.
 * @returns null where there is none of a kind that is taken. Does NOT check the signature, nor that it is a public key:
 *   `EmbeddedJWK` does
 */
export function publicKeyIn(jwt: string): JWK | null {
  try {
    return publicKey.safeParse(decodeProtectedHeader(jwt).jwk).data ?? null
  } catch {
    return null // no JWT
  }
}

/** What a proof said, for the trace: after its signature has been verified. */
export const proofContent = (jwt: string, claims: unknown) => ({
  'token.header': redactedJson(decodeProtectedHeader(jwt)),
  'token.claims': redactedJson(claims),
})

type Spendable = { digest: string; expiresAt: Date }
type Spending = Spendable & { resolve: (isFirst: boolean) => void; reject: (reason: unknown) => void }
type Database = ReturnType<typeof db>

/** What waits for the statement that is under way, by its database. */
const waiting = new WeakMap<Database, Spending[]>()

/**
 * Takes what counts once, once among all instances, until it would be too old anyway. To be called only when it is known
 * who sent it: a stranger must not be able to fill the table. What comes while a statement is under way goes with the next
 * one, all of it together.
 * @param digest names it among all that were ever spent
 * @returns false where it was taken before
 * @throws database errors
 * @see RFC 9449 §11.1
 */
export function spendOnce({ digest, expiresAt }: Spendable): Promise<boolean> {
  const database = db()
  return new Promise((resolve, reject) => {
    const one = { digest, expiresAt, resolve, reject }
    const others = waiting.get(database)
    if (others) others.push(one)
    else void spendAll(database, [one])
  })
}

async function spendAll(database: Database, first: Spending[]) {
  for (let all = first; all.length > 0; all = waiting.get(database)!) {
    waiting.set(database, [])
    await spendTogether(database, all)
  }
  waiting.delete(database)
}

async function spendTogether(database: Database, all: Spending[]) {
  try {
    const digests = all.map((one) => one.digest)
    const ends = all.map((one) => one.expiresAt.toISOString())
    const rows = await database.$queryRaw<{ digest: string }[]>`
      INSERT INTO "SpentToken" (digest, "expiresAt") SELECT * FROM unnest(${digests}::text[], ${ends}::timestamptz[])
      ON CONFLICT DO NOTHING RETURNING digest`
    const taken = new Set(rows.map((row) => row.digest))
    for (const one of all) one.resolve(taken.delete(one.digest)) // of two alike the first
  } catch (error) {
    for (const one of all) one.reject(error)
  }
}
