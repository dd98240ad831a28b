'use server'
import { resetPassword } from '@/lib/accounts'
import { rememberDevice } from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { submit } from '@/lib/auth/http/action'
import { writeCookies } from '@/lib/auth/http/answer'
import { resetPasswordForm, type FormState } from '@/lib/api-schema'

/** Ends on a page without the code in its address. A browser that refuses the cookie may have changed the password. */
export const setNewPassword = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(resetPasswordForm, form, async (input, ctx) => {
    const result = await resetPassword(input, ctx.visitor, ctx.now)
    if (!result.ok) return accountRefusal(result, 'newPassword')
    await writeCookies([rememberDevice(result.person, ctx)])
    return { ok: true, leadsTo: '/sign-in?notice=password-reset' }
  })
