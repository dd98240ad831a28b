import { z } from 'zod'
import { code, email, name, newEmail, newPassword, password, strategy, role } from './fields'

/** What each form and each JSON body may contain: the browser, the API and the OpenAPI document read the same lines. */

export const signUpForm = z.strictObject({ name, email: newEmail, password: newPassword })
export const signInForm = z.strictObject({ email, password, strategy: strategy.optional() })
export const strategyForm = z.strictObject({ strategy })
export const optionalStrategyForm = z.strictObject({ strategy: strategy.optional() })
export const forgotPasswordForm = z.strictObject({ email })
export const resetPasswordForm = z.strictObject({ token: code, newPassword })
export const verifyEmailForm = z.strictObject({ token: code })
export const changePasswordForm = z.strictObject({ currentPassword: password, newPassword })
export const roleForm = z.strictObject({ role })
export const nothingForm = z.strictObject({})

/** Whose mail is looked for. What is no address finds none. */
export const mailFilter = z
  .string()
  .max(254)
  .transform((typed) => email.safeParse(typed).data ?? typed)

export type FieldErrors = Record<string, string[]>

/**
 * What a form shows after it was sent: faults beside their fields, what was typed (never a password), one sentence above.
 * `navigateTo`: the browser is to ask for this page by itself.
 */
export type FormState = {
  message?: string | undefined
  errors?: FieldErrors | undefined
  values?: Record<string, string>
  done?: boolean
  navigateTo?: string
}
