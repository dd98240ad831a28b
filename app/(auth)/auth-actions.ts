'use server'
import { z } from 'zod'
import { signIn, pendingIdentities, rememberDevice } from '@/lib/auth'
import { submit } from '@/lib/auth/http/action'
import { fitting, roomOfFormBytes, writeCookies } from '@/lib/auth/http/answer'
import {
  signInForm,
  type FormState,
  signUpForm,
  verifyEmailForm,
  forgotPasswordForm,
  resetPasswordForm,
} from '@/lib/api-schema'
import { callbackPath } from '@/lib/api-schema/callback-path'
import { signUp, verifyEmail, resetPassword } from '@/lib/accounts'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { forgotPassword } from '@/lib/auth/http/forgot-password'

const signInPage = signInForm.extend({ callbackUrl: z.unknown().transform(callbackPath).optional() })

/**
 * For everybody: signs in with a password, then goes to `callbackUrl`, or to the account page where that is no path
 * of this app. One message, whichever of address and password is wrong.
 */
export const signInHere = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(signInPage, form, async ({ callbackUrl, ...credentials }, ctx) => {
    const result = await signIn(credentials, ctx)
    if (!result.ok) return result
    return {
      ok: true,
      cookies: result.cookies,
      leadsTo: fitting(callbackUrl ?? callbackPath(undefined), result.cookies, roomOfFormBytes),
    }
  })

/**
 * For everybody: sends a mail, and says the same whether or not the address has an account. There is no account, and
 * nobody is signed in, before the mail's link is used.
 */
export const signUpHere = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(signUpForm, form, async (input, ctx) => {
    const result = await signUp(input, ctx.visitor, ctx.now)
    return result.ok ? { ok: true } : accountRefusal(result, 'password')
  })

/**
 * For whoever has the mail: makes the user, then leads to the sign-in page. Does NOT sign in. Refused with
 * `invalid_code`, or with `confirm_elsewhere` where the sign-up rests on an identity that was proven in another
 * browser.
 */
export const confirmAddress = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(verifyEmailForm, form, async ({ token }, ctx) => {
    const proven = await pendingIdentities(ctx)
    const identities = proven.map(({ identity }) => identity)
    const result = await verifyEmail({ token, identities }, ctx.visitor, ctx.now)
    if (!result.ok) return accountRefusal(result)
    const through = result.provider ? `&provider=${result.provider}` : ''
    return { ok: true, leadsTo: `/sign-in?notice=confirmed${through}` }
  })

/**
 * For everybody: says the same, no sooner than after `forgotPasswordFloorMs`, whether or not the address has an
 * account.
 */
export const askForReset = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(forgotPasswordForm, form, forgotPassword)

/**
 * For whoever has the mail: changes the password, which ends every session of the person, then leads to the sign-in page.
 * Does NOT sign in. The device cookie is written by itself, not with the answer: a browser that presented no cookie is
 * not sent to the check for refused cookies, since the password has changed also if it keeps none.
 */
export const setNewPassword = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(resetPasswordForm, form, async (input, ctx) => {
    const result = await resetPassword(input, ctx.visitor, ctx.now)
    if (!result.ok) return accountRefusal(result, 'newPassword')
    await writeCookies([rememberDevice(result.person, ctx)])
    return { ok: true, leadsTo: '/sign-in?notice=password-reset' }
  })
