import 'server-only'
import { z } from 'zod'
import { boundedFetch, jsonOf, ProviderFault } from './bounded-fetch'
import type { ProviderMetadata } from './issuer-documents'
import { tokenRefused, type TokenRefused } from './verify-provider-response'

/**
 * What may stand in a claim that this app keeps, compares or shows: in one place for ID tokens, userinfo, access tokens,
 * logout tokens and GitHub's answers. A claim that breaks a rule is a refusal, never an error of the database.
 */

/** PostgreSQL cannot hold U+0000, and half a surrogate pair would become U+FFFD: two subjects would be one. */
const storable = /^[^\p{Cc}\p{Cs}]*$/u

/** An identifier as its issuer gave it: compared as it is, and kept in at most 255 characters (OpenID Connect Core 1.0 §2, `sub`). */
export const identifier = z
  .string('is no text')
  .min(1, 'is empty')
  .max(255, 'has more than 255 characters')
  .regex(storable, 'contains a character that cannot be kept')

/** Text for people, short enough for a cookie: bytes, since a cookie counts them. */
export const shortText = z
  .string()
  .regex(storable)
  .refine((text) => Buffer.byteLength(text) <= 200)

/** 31 December 9999: beyond it neither Date in ISO 8601 nor the database goes on as one expects. */
const lastSecond = 253_402_300_799

/** Seconds since 1970, perhaps with a fraction (RFC 7519 §2). */
export const numericDate = z
  .number('is no number')
  .min(0, 'is before 1970')
  .max(lastSecond, 'is after the year 9999')

/** Why claims are not believed, for the log: the name of the first wrong one and what is wrong, never its value. */
export function claimFault({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'the claims'}: ${issue?.message}`
}

/** `now` and so many seconds more, as JWTs count: seconds since 1970. */
export const plusSeconds = (now: Date, seconds: number) => now.getTime() / 1000 + seconds

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

const shape = z.looseObject({ sub: identifier })

/**
 * What else the issuer tells of the person, by its access token. Believed only when it is the same person.
 * @returns no claims where there is no such endpoint
 * @throws ProviderFault
 * @see OpenID Connect Core 1.0 §5.3.2
 */
export async function fetchUserinfo(
  { userinfo_endpoint: url }: ProviderMetadata,
  accessToken: string | undefined,
  subject: string,
  signal: AbortSignal,
): Promise<{ ok: true; claims: Record<string, unknown> } | TokenRefused> {
  if (!url || !accessToken) return { ok: true, claims: {} }
  const headers = { Accept: 'application/json', Authorization: `Bearer ${accessToken}` }
  const parsed = shape.safeParse(await jsonOf(await boundedFetch(url, { headers }, signal), url))
  if (!parsed.success) return tokenRefused(`userinfo: ${claimFault(parsed.error)}`)
  return parsed.data.sub === subject
    ? { ok: true, claims: parsed.data }
    : tokenRefused('userinfo is of another sub')
}

const api = 'https://api.github.com'
const account = z.object({ id: z.number().int(), login: z.string(), name: z.string().nullish() })
const addresses = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/**
 * Who a GitHub access token belongs to, as OpenID Connect would say it: the numeric id as `sub` (a login can be taken
 * over by somebody else), and the primary address with whether GitHub verified it.
 * @throws ProviderFault
 */
export async function fetchGithubUser(accessToken: string, signal: AbortSignal) {
  const ask = async <Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.infer<Shape>> => {
    const headers = {
      Accept: 'application/json',
      Authorization: `Bearer ${accessToken}`,
      'User-Agent': 'bothways',
    }
    const url = `${api}${path}`
    const parsed = shape.safeParse(await jsonOf(await boundedFetch(url, { headers }, signal), url))
    if (!parsed.success) throw new ProviderFault(`${url}: not what GitHub documents`)
    return parsed.data
  }
  const [{ id, login, name }, emails] = await Promise.all([
    ask('/user', account),
    ask('/user/emails', addresses),
  ])
  const primary = emails.find((address) => address.primary)
  return {
    sub: String(id),
    name: name ?? login,
    email: primary?.email,
    email_verified: primary?.verified ?? false,
  }
}
