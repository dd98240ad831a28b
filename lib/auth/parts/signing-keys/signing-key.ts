import 'server-only'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose'
import { z } from 'zod'
import { openSealedValue, sealValue } from '@/lib/crypto'
import type { SigningKey as Row } from '@/lib/db/generated/client'

/** What access tokens may be signed with. A list of our own: never what a token asks for (RFC 8725 §3.1). */
export const algorithms = ['ES256', 'EdDSA'] as const
export type Algorithm = (typeof algorithms)[number]

/** A row of SigningKey, opened. */
export type SigningKey = {
  kid: string
  alg: Algorithm
  publicJwk: JWK
  publicKey: CryptoKey
  privateKey: CryptoKey
  activeAt: Date
}

const purpose = 'signing keys'

/** Ties the private part to all that stands beside it in the row: whoever can only write rows cannot plant a key. */
const contextOf = ({ kid, alg, publicJwk }: { kid: string; alg: string; publicJwk: JWK }) => {
  const { kty, crv, x, y } = publicJwk
  return JSON.stringify([kid, alg, kty, crv, x, y])
}

type KeyPair = { alg: Algorithm; publicJwk: JWK; privateJwk: JWK }

/** The row of a key pair. `kid` is the thumbprint of the public key. @see RFC 7638 */
export async function signingKeyRow(
  { alg, publicJwk: { kty, crv, x, y }, privateJwk }: KeyPair,
  createdAt: Date,
  activeAt: Date,
) {
  const publicJwk = (y === undefined ? { kty, crv, x } : { kty, crv, x, y }) as JWK & Record<string, string>
  const kid = await calculateJwkThumbprint(publicJwk)
  const sealedPrivate = sealValue(JSON.stringify(privateJwk), purpose, contextOf({ kid, alg, publicJwk }))
  return { kid, alg, publicJwk, sealedPrivate, createdAt, activeAt }
}

/** The row of a key pair that is made here. */
export async function newSigningKey(alg: Algorithm, createdAt: Date, activeAt: Date) {
  const pair = await generateKeyPair(alg, { extractable: true })
  const [publicJwk, privateJwk] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)])
  return signingKeyRow({ alg, publicJwk, privateJwk }, createdAt, activeAt)
}

const rowShape = z.object({
  alg: z.enum(algorithms),
  publicJwk: z.object({ kty: z.string(), crv: z.string(), x: z.string(), y: z.string().exactOptional() }),
})

/** @returns null for a row that this app did not write with this AUTH_SECRET: it counts as absent */
export async function openSigningKey(row: Row): Promise<SigningKey | null> {
  const parsed = rowShape.safeParse(row)
  if (!parsed.success) return null
  const { alg, publicJwk } = parsed.data
  const { kid, activeAt } = row
  const privateJwk = openSealedValue(row.sealedPrivate, purpose, contextOf({ kid, alg, publicJwk }))
  if (privateJwk === null) return null
  const [publicKey, privateKey] = await Promise.all([
    importJWK(publicJwk, alg) as Promise<CryptoKey>,
    importJWK(JSON.parse(privateJwk) as JWK, alg) as Promise<CryptoKey>,
  ])
  return { kid, alg, publicJwk, publicKey, privateKey, activeAt }
}
