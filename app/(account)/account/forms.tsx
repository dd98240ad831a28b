'use client'
import { FormMessage, useForm } from '@/app/components/form/field'
import { SubmitButton } from '@/app/components/form/submit-button'
import { NewPasswordField, PasswordField, Username } from '@/app/components/form/password-field'
import { endOthers, endThis, changePasswordHere } from './account-actions'

/** The row goes when its session has; what went wrong stays in it. */
export function EndSessionForm({ id }: { id: string }) {
  const { state, form } = useForm(endThis)
  return (
    <form {...form} className="flex flex-col items-start gap-2 md:items-end">
      <input type="hidden" name="id" value={id} />
      <SubmitButton kind="quiet" size="small">
        End session
      </SubmitButton>
      <p aria-live="polite" className="text-sm text-refused empty:-mt-2">
        {state.message}
      </p>
    </form>
  )
}

/** Stays when there is nothing left to end: it says what was ended. */
export function EndOthersForm({ others }: { others: number }) {
  const { state, form } = useForm(endOthers)
  return (
    <form {...form} className="mt-5 flex flex-col items-start gap-5">
      {others > 0 ? (
        <SubmitButton kind="quiet" size="small">
          Sign out everywhere else
        </SubmitButton>
      ) : (
        <p className="text-sm text-muted">No other sessions.</p>
      )}
      <FormMessage state={state} />
    </form>
  )
}

/** For an account that has a password. @param email not shown: it tells password managers whose password it is */
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
