import 'server-only'
import { z } from 'zod'

/**
 * What may stand in a claim that this app keeps, compares or shows: in one place for ID tokens, userinfo, access tokens,
 * logout tokens and GitHub's answers. A claim that breaks a rule is a refusal, never an error of the database.
 */

/** PostgreSQL cannot hold U+0000, and half a surrogate pair would become U+FFFD: two subjects would be one. */
const storable = /^[^\p{Cc}\p{Cs}]*$/u

/**
 * An identifier as its issuer gave it: compared as it is, and kept in at most 255 characters (OpenID Connect Core 1.0
 * §2, `sub`).
 */
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

/** 31 December 9999. Later instants have another form in ISO 8601, which the database may refuse. */
const lastSecond = 253_402_300_799

/** Seconds since 1970, perhaps with a fraction (RFC 7519 §2). */
export const numericDate = z
  .number('is no number')
  .min(0, 'is before 1970')
  .max(lastSecond, 'is after the year 9999')

/** Why claims are refused, for the log: the name of the first wrong one and what is wrong, never its value. */
export function claimFault({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'the claims'}: ${issue?.message}`
}

/** `now` and so many seconds more, as JWTs count: seconds since 1970. */
export const plusSeconds = (now: Date, seconds: number) => now.getTime() / 1000 + seconds
