'use server'
import { signUp } from '@/lib/accounts'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { submit } from '@/lib/auth/http/action'
import { signUpForm, type FormState } from '@/lib/api-schema'

export const signUpHere = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(signUpForm, form, async (input, { visitor }, now) => {
    const result = await signUp(input, visitor, now)
    if (!result.ok) return accountRefusal(result, 'password')
  })
