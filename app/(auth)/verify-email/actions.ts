'use server'
import { verifyEmail } from '@/lib/accounts'
import { pendingIdentities } from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { submit } from '@/lib/auth/http/action'
import { verifyEmailForm, type FormState } from '@/lib/api-schema'

/** Ends on a page without the code in its address. */
export const confirmAddress = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(verifyEmailForm, form, async ({ token }, ctx) => {
    const proven = await pendingIdentities(ctx)
    const identities = proven.map(({ identity }) => identity)
    const result = await verifyEmail({ token, identities }, ctx.visitor, ctx.now)
    if (!result.ok) return accountRefusal(result)
    const through = result.provider ? `&provider=${result.provider}` : ''
    return { ok: true, leadsTo: `/sign-in?notice=confirmed${through}` }
  })
