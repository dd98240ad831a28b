'use client'
import { CheckMail } from '@/app/components/check-mail'
import { Field, FormMessage, useForm } from '@/app/components/form/field'
import { NewPasswordField } from '@/app/components/form/password-field'
import { SubmitButton } from '@/app/components/form/submit-button'
import type { MailNote } from '@/lib/auth/http/page-extras'
import { signUpHere } from '../auth-actions'

/** Once it was sent, it says the same for every address. @param mailNote null where mail is really sent */
export function SignUpForm({ mailNote }: { mailNote: MailNote | null }) {
  const { state, form } = useForm(signUpHere)
  if (state.done)
    return (
      <CheckMail note={mailNote}>
        We sent a message to the address you gave. Open the link in it to confirm that the address is yours.
        Until then there is no account.
      </CheckMail>
    )
  return (
    <form {...form} className="flex flex-col gap-5">
      <FormMessage state={state} />
      <Field name="name" label="Name" autoComplete="name" state={state} />
      <Field name="email" label="Email" type="email" autoComplete="username" state={state} />
      <NewPasswordField name="password" label="Password" state={state} />
      <SubmitButton className="mt-1">Create account</SubmitButton>
    </form>
  )
}
