'use server'
import { redirect } from 'next/navigation'
import { verifyEmail } from '@/lib/accounts'
import { pendingIdentities } from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/account-refusal'
import { submit } from '@/lib/auth/http/action'
import { verifyEmailForm, type FormState } from '@/lib/forms'

/** Ends on a page without the code in its address. */
export async function confirmAddress(_before: FormState, form: FormData): Promise<FormState> {
  let next = '/sign-in?notice=confirmed'
  const state = await submit(verifyEmailForm, form, async ({ token }, { visitor, presented }, now) => {
    const proven = await pendingIdentities(presented, now)
    const identities = proven.map(({ identity }) => identity)
    const result = await verifyEmail({ token, identities }, visitor, now)
    if (!result.ok) return accountRefusal(result)
    if (result.provider) next += `&provider=${result.provider}`
  })
  if (state.done) redirect(next)
  return state
}
