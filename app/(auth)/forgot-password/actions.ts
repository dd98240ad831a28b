'use server'
import { submit } from '@/lib/auth/http/action'
import { forgotPassword } from '@/lib/auth/http/forgot-password'
import { forgotPasswordForm, type FormState } from '@/lib/api-schema'

export const askForReset = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(forgotPasswordForm, form, forgotPassword)
