import 'server-only'
import { decodeProtectedHeader, errors } from 'jose'
import { db } from '@/lib/db/prisma-client'
import { redactedJson } from '@/lib/trace'

/** What proofs of possession have in common: of a client's key (DPoP, RFC 9449) and of a device's (W3C DBSC). */

/** Longer than any with a key of the algorithms that are taken: no work is spent on it. */
export const proofLengthMax = 3_000

/** jose throws its own errors for what is wrong with a JWT, the platform others for what is wrong with a key. */
export const isFaultOfJwt = (error: unknown) =>
  error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException

/** What a proof said, for the trace: after its signature has been verified. */
export const proofContent = (jwt: string, claims: unknown) => ({
  'token.header': redactedJson(decodeProtectedHeader(jwt)),
  'token.claims': redactedJson(claims),
})

/**
 * Takes what counts once, once among all instances, until it would be too old anyway. To be called only when it is known
 * who sent it: a stranger must not be able to fill the table.
 * @param digest names it among all that were ever spent
 * @returns false where it was taken before
 * @throws database errors
 * @see RFC 9449 §11.1
 */
export async function spendOnce({
  digest,
  expiresAt,
}: {
  digest: string
  expiresAt: Date
}): Promise<boolean> {
  const count = await db().$executeRaw`
    INSERT INTO "SpentToken" (digest, "expiresAt") VALUES (${digest}, ${expiresAt}) ON CONFLICT DO NOTHING`
  return count === 1
}
