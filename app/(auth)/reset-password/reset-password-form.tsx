'use client'
import { NewPasswordField, Username } from '@/app/components/form/password-field'
import { SubmitButton } from '@/app/components/form/submit-button'
import { TextLink } from '@/app/components/text'
import { setNewPassword } from '../auth-actions'
import { CodeForm } from '../code-form'

/** @param email whose password it is; null where the link is not good, which the form says when it is sent */
export const ResetPasswordForm = ({ token, email }: { token: string; email: string | null }) => (
  <CodeForm action={setNewPassword} token={token}>
    {(state) => (
      <>
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
      </>
    )}
  </CodeForm>
)
