'use server'
import { verifyEmail } from '@/lib/accounts'
import { pendingIdentityOf } from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/account-refusal'
import { submit } from '@/lib/auth/http/action'
import { verifyEmailForm, type FormState } from '@/lib/forms'

/** Ends on a page without the code in its address. */
export const confirmAddress = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(verifyEmailForm, form, async (input, { visitor, presented }, now) => {
    const identity = pendingIdentityOf(presented, now)
    const result = await verifyEmail({ ...input, identity }, visitor, now)
    if (!result.ok) return accountRefusal(result)
    return { leadsTo: '/sign-in?notice=confirmed' }
  })
