import 'server-only'
import { randomToken, sha256Base64url } from '@/lib/crypto'

/** 256 random bits for the client, their SHA-256 for the row (ASVS 7.2.3, 11.5.1). */
export function newOpaqueToken() {
  const token = randomToken()
  return { token, tokenHash: sha256Base64url(token) }
}

const shape = /^[A-Za-z0-9_-]{43}$/

/** The digest to look up, or null for what this app cannot have issued: no query is spent on it. */
export const tokenHashOf = (presented: string) => (shape.test(presented) ? sha256Base64url(presented) : null)
