import { NewPasswordField, PasswordField, Username } from '@/app/components/form/field'
import { Form, FormMessage } from '@/app/components/form/form'
import { SubmitButton } from '@/app/components/form/submit-button'
import { endOthers, endThis, changePasswordHere } from './account-actions'

/** The row goes when its session has; what went wrong stays in it. */
export const EndSessionForm = ({ id }: { id: string }) => (
  <Form action={endThis} className="flex flex-col items-start gap-2 md:items-end">
    <input type="hidden" name="id" value={id} />
    <SubmitButton kind="quiet" size="small">
      End session
    </SubmitButton>
    <FormMessage className="row-message" />
  </Form>
)

/** Stays when there is nothing left to end: it says what was ended. */
export const EndOthersForm = ({ others }: { others: number }) => (
  <Form action={endOthers} className="mt-5 flex flex-col items-start gap-5">
    {others > 0 ? (
      <SubmitButton kind="quiet" size="small">
        Sign out everywhere else
      </SubmitButton>
    ) : (
      <p className="text-sm text-muted">No other sessions.</p>
    )}
    <FormMessage />
  </Form>
)

/** For an account that has a password. @param email not shown: it tells password managers whose password it is */
export const ChangePasswordForm = ({ email }: { email: string }) => (
  <Form action={changePasswordHere} className="flex max-w-md flex-col gap-5">
    <FormMessage />
    <Username email={email} />
    <PasswordField name="currentPassword" label="Current password" autoComplete="current-password" />
    <NewPasswordField name="newPassword" label="New password" />
    <SubmitButton kind="quiet" className="self-start">
      Change password
    </SubmitButton>
  </Form>
)
