import { env } from '@/lib/env'

/**
 * Publishes the signing key that is due: the first, the successor of an old one, or one of the algorithm that was set
 * anew. Loaded late: needs the generated client and the settings.
 * @returns which algorithm signs, and from when another does
 */
export async function arrangeSigningKeys(): Promise<string> {
  const { withConnection } = await import('@/lib/db/client')
  const { prepareSigningKeys } = await import('@/lib/auth/parts/signing-keys')
  const { alg, next } = await withConnection(env().DATABASE_URL, () => prepareSigningKeys(new Date()))
  if (!next) return alg
  const from = `from ${next.activeAt.toISOString()}`
  return next.alg === alg ? `${alg}, a new key signs ${from}` : `${alg}; ${next.alg} signs ${from}`
}
