'use client'
import { FormMessage } from '@/app/components/form/form-message'
import { NewPasswordField } from '@/app/components/form/new-password-field'
import { PasswordField } from '@/app/components/form/password-field'
import { SubmitButton } from '@/app/components/form/submit-button'
import { useForm } from '@/app/components/form/use-form'
import { Username } from '@/app/components/form/username'
import { changePasswordHere } from './actions'

export function ChangePasswordForm({ email }: { email: string }) {
  const { state, form } = useForm(changePasswordHere)
  return (
    <form {...form} className="flex max-w-md flex-col gap-5">
      <FormMessage state={state} />
      <Username email={email} />
      <PasswordField
        name="currentPassword"
        label="Current password"
        autoComplete="current-password"
        state={state}
      />
      <NewPasswordField name="newPassword" label="New password" state={state} />
      <SubmitButton kind="quiet" className="self-start">
        Change password
      </SubmitButton>
    </form>
  )
}
