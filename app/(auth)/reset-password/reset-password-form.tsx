import { NewPasswordField, Username } from '@/app/components/form/field'
import { Form, FormMessage } from '@/app/components/form/form'
import { SubmitButton } from '@/app/components/form/submit-button'
import { TextLink } from '@/app/components/text'
import { setNewPassword } from '../auth-actions'

/**
 * @param token from the mail's link; empty where that is incomplete
 * @param email whose password it is; null where the link is not good, which the form says when it is sent
 */
export const ResetPasswordForm = ({ token, email }: { token: string; email: string | null }) => (
  <Form action={setNewPassword} className="flex flex-col gap-5">
    <FormMessage />
    <input type="hidden" name="token" value={token} />
    {email && (
      <p>
        For <strong className="font-medium wrap-anywhere break-all">{email}</strong>
      </p>
    )}
    {email && <Username email={email} />}
    <NewPasswordField name="newPassword" label="New password" />
    <SubmitButton>Change password</SubmitButton>
    <p className="text-[0.9375rem]">
      Link used or too old? <TextLink href="/forgot-password">Ask for a new one</TextLink>
    </p>
  </Form>
)
