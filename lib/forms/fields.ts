import { z } from 'zod'
import { passwordMax, passwordMin } from './password-length'

/** Length as people count it: "é" or an emoji is one. */
const codePoints = (text: string) => [...text].length

export { passwordMax, passwordMin }

/** Control characters have no business in a name, an address or a log line. */
const printable = /^[^\p{Cc}\p{Cs}]*$/u

export const email = z
  .string('Enter your email address.')
  .trim()
  .max(254, 'An email address has at most 254 characters.')
  .regex(printable, 'Enter an email address like name@example.com.')
  .pipe(z.email('Enter an email address like name@example.com.'))
  .transform((address) => address.toLowerCase())

export const name = z
  .string('Enter your name.')
  .trim()
  .min(1, 'Enter your name.')
  .max(100, 'A name has at most 100 characters here.')
  .regex(printable, 'A name cannot contain control characters.')

/** A password as it is presented: whatever it is, only its length is bounded. */
export const password = z
  .string('Enter your password.')
  .min(1, 'Enter your password.')
  .max(1024, 'That is too long.')

/** A password as it is chosen (ASVS 6.2.1, 6.2.9; NIST SP 800-63B-4 §3.1.1.2). Whether it is a common one is asked later. */
export const newPassword = z
  .string('Choose a password.')
  .refine((text) => text.isWellFormed(), 'That contains half a character: type it again.')
  .refine(
    (text) => codePoints(text) >= passwordMin,
    `Use at least ${passwordMin} characters. A few words make a good one.`,
  )
  .refine((text) => codePoints(text) <= passwordMax, `Use at most ${passwordMax} characters.`)
  .meta({ description: `${passwordMin} to ${passwordMax} characters, a few words best; not a common one` })

export const strategy = z.enum(['database', 'jwt'], 'Choose "database" or "jwt".')
export const code = z
  .string('The link is incomplete.')
  .min(1, 'The link is incomplete.')
  .max(128, 'The link is damaged.')
