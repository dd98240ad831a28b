import path from 'node:path'
import { generateKeyPair } from 'dpop'
import { z } from 'zod'
import { Prover } from '@/lib/client'
import { isBound } from '@/lib/strategies'
import { readPrivateFile, removePrivateFile, TokenFileError, writePrivateFile } from './private-file'
import type { Stored } from './token-file'

/**
 * The key that tokens of this program are bound to, in a file beside them. A page has a browser that signs and does not
 * hand the key out; a program has only its file, from which the key can be copied like a token.
 * @see RFC 9449 §11.4
 */

/** A private key, RFC 7517. */
const storedKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().min(1),
  y: z.string().min(1),
  d: z.string().min(1),
})
type StoredKey = z.infer<typeof storedKey>

const curve = { name: 'ECDSA', namedCurve: 'P-256' }

/** Where it is kept. Does NOT check that it is there, or that only its owner may read it. */
export const keyFileIn = (folder: string) => path.join(folder, 'key.json')

const advice = 'others may know the key. Sign out, and sign in again.'

/** Whether the API is called with a token that needs proofs by a key. */
export const needsKey = ({ kind }: Pick<Stored, 'kind'>) => kind !== 'provider' && isBound(kind)

/** One that is kept nowhere yet. */
export async function newKey(): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', privateKey)
  return storedKey.parse({ kty, crv, x, y, d })
}

/** Keeps it, mode 600; without one, removes what was kept before. The folder is there, and ours. */
export function keepKey(folder: string, key: StoredKey | undefined) {
  if (key) writePrivateFile(keyFileIn(folder), key)
  else removePrivateFile(keyFileIn(folder))
}

/** What makes the proofs for one app. */
export async function proverWith({ kty, crv, x, y, d }: StoredKey, app: string): Promise<Prover> {
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', { kty, crv, x, y, d }, curve, false, ['sign']),
    crypto.subtle.importKey('jwk', { kty, crv, x, y }, curve, true, ['verify']),
  ])
  return new Prover(() => app, { privateKey, publicKey })
}

/** What makes the proofs for stored tokens; undefined where they need none.
 *  @throws TokenFileError when the key is not there, or not kept as it should be */
export async function proverFor(
  stored: Pick<Stored, 'kind' | 'app'>,
  folder: string,
): Promise<Prover | undefined> {
  if (!needsKey(stored)) return undefined
  const file = keyFileIn(folder)
  const key = readPrivateFile(file, storedKey, advice)
  if (!key) throw new TokenFileError(`${file} is gone, and the tokens need it. Sign out, and sign in again.`)
  return proverWith(key, stored.app)
}
