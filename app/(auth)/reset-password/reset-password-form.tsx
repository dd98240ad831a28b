'use client'
import { FormMessage, useForm } from '@/app/components/form/field'
import { NewPasswordField, Username } from '@/app/components/form/password-field'
import { SubmitButton } from '@/app/components/form/submit-button'
import { TextLink } from '@/app/components/text'
import { setNewPassword } from '../actions'

/** @param email whose password it is; null where the link is not good, which the form says when it is sent */
export function ResetPasswordForm({ token, email }: { token: string; email: string | null }) {
  const { state, form } = useForm(setNewPassword)
  const [fault] = state.errors?.token ?? []
  const shown = fault ? { ...state, message: fault } : state
  return (
    <form {...form} className="flex flex-col gap-5">
      <FormMessage state={shown} />
      <input type="hidden" name="token" value={token} />
      {email && (
        <p>
          For <strong className="font-medium wrap-anywhere break-all">{email}</strong>
        </p>
      )}
      {email && <Username email={email} />}
      <NewPasswordField name="newPassword" label="New password" state={state} />
      <SubmitButton>Change password</SubmitButton>
      <p className="text-[0.9375rem]">
        Link used or too old? <TextLink href="/forgot-password">Ask for a new one</TextLink>
      </p>
    </form>
  )
}
