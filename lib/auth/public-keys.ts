import 'server-only'
import { jwksCacheSeconds, publishedKeys } from './parts/signing-keys'

/** What verifies access tokens, as a JWK Set: public members only. @see RFC 7517 */
export async function publicKeys(now: Date) {
  const keys = await publishedKeys(now)
  const published = keys.map(({ publicJwk, kid, alg }) => ({ ...publicJwk, kid, alg, use: 'sig' }))
  return { keys: published, maxAgeSeconds: jwksCacheSeconds }
}

/** Whether access tokens can be signed and verified. @throws database errors */
export const keysAreUsable = async (now: Date) => (await publishedKeys(now)).length > 0
