import 'server-only'
import { z } from 'zod'
import { shortText } from './claims'

/** What a session keeps of what its issuer said: the ID token itself, or chosen claims of it. */
export type StoredIdTokenData =
  { as: 'id-token'; idToken: string } | { as: 'claims'; claims: Record<string, string | number | boolean> }

export type IdTokenStorage = StoredIdTokenData['as']

/** The claims that are worth knowing later, the most important first. */
const chosen = ['auth_time', 'email_verified', 'acr', 'email', 'name', 'locale'] as const
/** All of them together as JSON: they travel in the cookie of `jwt`, and with it in the heads of answers. */
const claimsMaxBytes = 300
const worthKeeping = z.union([shortText, z.number(), z.boolean()])

/** An ID token of more than this does not fit into the cookie of `jwt` (RFC 6265bis §5.6: 4096 bytes with its name). */
const idTokenMax = 1_900

/** @param keep where the token is too long to be kept, claims are */
export function storedIdTokenData(
  idToken: string | null,
  claims: Record<string, unknown>,
  keep: IdTokenStorage,
): StoredIdTokenData {
  if (keep === 'id-token' && idToken !== null && idToken.length <= idTokenMax)
    return { as: 'id-token', idToken }
  const kept: Record<string, string | number | boolean> = {}
  for (const name of chosen) {
    const { data: value } = worthKeeping.safeParse(claims[name])
    if (value === undefined) continue
    const bytes = Buffer.byteLength(JSON.stringify({ ...kept, [name]: value }))
    if (bytes <= claimsMaxBytes) kept[name] = value
  }
  return { as: 'claims', claims: kept }
}
