'use client'
import { Field } from '@/app/components/form/field'
import { FormMessage } from '@/app/components/form/form-message'
import { PasswordField } from '@/app/components/form/password-field'
import { StrategyChoice } from '@/app/components/form/strategy-choice'
import { SubmitButton } from '@/app/components/form/submit-button'
import { useForm } from '@/app/components/form/use-form'
import type { CookieStrategyId } from '@/lib/auth/contract'
import { signInHere } from './actions'

export function SignInForm({ callbackUrl, chosen }: { callbackUrl: string; chosen: CookieStrategyId }) {
  const { state, form } = useForm(signInHere)
  return (
    <form {...form} className="flex flex-col gap-5">
      <FormMessage state={state} />
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Field name="email" label="Email" type="email" autoComplete="username" state={state} />
      <PasswordField name="password" label="Password" autoComplete="current-password" state={state} />
      <StrategyChoice chosen={state.values?.strategy ?? chosen} />
      <SubmitButton className="mt-1">Sign in</SubmitButton>
    </form>
  )
}
