import { z } from 'zod'
import { cookieStrategyIds } from '@/lib/strategies'
import { addressMax, hasLongPart, labelMax, localPartMax, toEmailAddress } from './email-address'
import { cleanName, looksLikeAddress, nameMax } from './person-name'
import { passwordMax, passwordMin } from './password-length'

const disjunction = new Intl.ListFormat('en', { type: 'disjunction' })

/** Names in quotation marks, to choose from: `"a", "b", or "c"`. */
export const oneOf = (names: readonly string[]) => disjunction.format(names.map((name) => `"${name}"`))

/** Length as people count it: "é" or an emoji is one. */
const codePoints = (text: string) => [...text].length

export { passwordMax, passwordMin }

const malformed = 'Enter an email address like name@example.com.'
const unusable =
  'This address cannot be used here. Before the @ there may be the letters a to z, digits and signs such as . _ + -, and after it a domain name.'

/**
 * An address as it is presented, in its canonical form: `user.email` is compared with nothing else. An account that
 * has a longer part than is allowed by now is still reached.
 */
export const email = z
  .string('Enter your email address.')
  .meta({ description: 'a domain in another script becomes its ASCII form', examples: ['ada@example.com'] })
  .transform((typed, context) => {
    const result = toEmailAddress(typed)
    if (result.ok) return result.address
    context.issues.push({
      code: 'custom',
      message: result.code === 'unusable' ? unusable : malformed,
      input: typed,
    })
    return z.NEVER
  })
  .refine((address) => address.length <= addressMax, `An email address has at most ${addressMax} characters.`)

/** An address that is new here. */
export const newEmail = email.refine(
  (address) => !hasLongPart(address),
  `An email address has at most ${localPartMax} characters before the @, and ${labelMax} between two dots after it.`,
)

const withoutControl = /^[^\p{Cc}\p{Cs}\p{Co}]*$/u

/** A name as it is kept: what does not show is dropped (`cleanName`), for the rest a person is asked. */
export const name = z
  .string('Enter your name.')
  .trim()
  .regex(withoutControl, 'A name cannot contain control or private-use characters.')
  .transform(cleanName)
  .pipe(
    z
      .string()
      .min(1, 'Enter your name.')
      .refine((text) => codePoints(text) <= nameMax, `A name has at most ${nameMax} characters here.`)
      .refine((text) => !looksLikeAddress(text), 'Enter your name, not an email address.'),
  )
  .meta({ description: `1 to ${nameMax} characters that show` })

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

export const strategy = z.enum(cookieStrategyIds, `Choose ${oneOf(cookieStrategyIds)}.`)
export const code = z
  .string('The link is incomplete.')
  .min(1, 'The link is incomplete.')
  .max(128, 'The link is damaged.')

export const role = z.enum(['user', 'admin'])
export type Role = z.infer<typeof role>

export const theme = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof theme>

export const themeForm = z.strictObject({ theme })
