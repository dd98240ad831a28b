import 'server-only'
import { z } from 'zod'
import { shortText } from './claims'

/** What a session keeps of what its issuer said: the ID token itself, or chosen claims of it. */
export type Kept =
  { as: 'id-token'; idToken: string } | { as: 'claims'; claims: Record<string, string | number | boolean> }

export type Keep = Kept['as']

/** The claims that are worth knowing later. What is longer than a cookie can bear, or cannot be stored, is left out. */
const chosen = ['name', 'email', 'email_verified', 'auth_time', 'acr', 'locale'] as const
const worthKeeping = z.union([shortText, z.number(), z.boolean()])

/** An ID token of more than this does not fit into the cookie of `jwt` (RFC 6265bis §5.6: 4096 bytes with its name). */
const idTokenMax = 1_900

/** @param keep where the token is too long to be kept, claims are */
export function keptOf(idToken: string | null, claims: Record<string, unknown>, keep: Keep): Kept {
  if (keep === 'id-token' && idToken !== null && idToken.length <= idTokenMax)
    return { as: 'id-token', idToken }
  const entries = chosen.flatMap((name) => {
    const { data } = worthKeeping.safeParse(claims[name])
    return data === undefined ? [] : [[name, data] as const]
  })
  return { as: 'claims', claims: Object.fromEntries(entries) }
}
