'use client'
import { CheckMail } from '@/app/components/check-mail'
import { Field, FormMessage, useForm } from '@/app/components/form/field'
import { SubmitButton } from '@/app/components/form/submit-button'
import type { MailNote } from '@/lib/auth/http/page-extras'
import { askForReset } from '../auth-actions'

/** Once it was sent, it says the same for every address. @param mailNote null where mail is really sent */
export function ForgotPasswordForm({ mailNote }: { mailNote: MailNote | null }) {
  const { state, form } = useForm(askForReset)
  if (state.done)
    return (
      <CheckMail note={mailNote}>
        If there is an account with that address, a message is on its way. The link in it lets you choose a
        new password.
      </CheckMail>
    )
  return (
    <form {...form} className="flex flex-col gap-5">
      <FormMessage state={state} />
      <Field name="email" label="Email" type="email" autoComplete="username" state={state} />
      <SubmitButton>Send a link</SubmitButton>
    </form>
  )
}
