'use server'
import { signUp } from '@/lib/accounts'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { submit } from '@/lib/auth/http/action'
import { signUpForm, type FormState } from '@/lib/api-schema'

export const signUpHere = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(signUpForm, form, async (input, ctx) => {
    const result = await signUp(input, ctx.visitor, ctx.now)
    return result.ok ? { ok: true } : accountRefusal(result, 'password')
  })
