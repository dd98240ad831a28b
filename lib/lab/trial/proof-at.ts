import 'server-only'
import { createHash, randomUUID } from 'node:crypto'
import { exportJWK, SignJWT } from 'jose'
import type { Presented } from '@/lib/auth'
import type { Prover } from '@/lib/client'

export type ProofOptions = { accessToken?: string | undefined; nonce?: string | undefined }

/**
 * The proof that a client makes whose clock shows `now`, for a look at its tokens at that instant. Only here: every
 * request that goes over the wire has the proof of the clock of this machine, by `Prover`.
 */
export async function proofAt(
  prover: Prover,
  now: Date,
  { accessToken, nonce }: ProofOptions = {},
): Promise<NonNullable<Presented['proof']>> {
  const { privateKey, publicKey } = await prover.keyPair()
  const target = { method: 'GET', url: new URL('/api/me', prover.origin()).href }
  const claims: Record<string, string> = { htm: target.method, htu: target.url, jti: randomUUID() }
  if (accessToken !== undefined) claims.ath = createHash('sha256').update(accessToken).digest('base64url')
  if (nonce !== undefined) claims.nonce = nonce
  const jwt = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(publicKey) })
    .setIssuedAt(now)
    .sign(privateKey)
  return { jwt, method: target.method, url: target.url }
}
