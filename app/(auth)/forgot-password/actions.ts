'use server'
import { forgotPasswordFloorMs, requestPasswordReset } from '@/lib/accounts'
import { accountRefusal } from '@/lib/auth/http/account-refusal'
import { submit } from '@/lib/auth/http/action'
import { noSoonerThan } from '@/lib/auth/http/no-sooner-than'
import { forgotPasswordForm, type FormState } from '@/lib/forms'

export const askForReset = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(forgotPasswordForm, form, async (input, { visitor }, now) => {
    const result = await noSoonerThan(forgotPasswordFloorMs, requestPasswordReset(input, visitor, now))
    if (!result.ok) return accountRefusal(result)
  })
