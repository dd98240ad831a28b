import { CheckMail } from '@/app/components/check-mail'
import { Field, NewPasswordField } from '@/app/components/form/field'
import { Form, FormMessage } from '@/app/components/form/form'
import { SubmitButton } from '@/app/components/form/submit-button'
import type { MailNote } from '@/lib/auth/http/page-extras'
import { signUpHere } from '../auth-actions'

/** Once it was sent, it says the same for every address. @param mailNote null where mail is really sent */
export const SignUpForm = ({ mailNote }: { mailNote: MailNote | null }) => (
  <Form action={signUpHere} done={<Sent mailNote={mailNote} />} className="flex flex-col gap-5">
    <FormMessage />
    <Field name="name" label="Name" autoComplete="name" />
    <Field name="email" label="Email" type="email" autoComplete="username" />
    <NewPasswordField name="password" label="Password" />
    <SubmitButton className="mt-1">Create account</SubmitButton>
  </Form>
)

const Sent = ({ mailNote }: { mailNote: MailNote | null }) => (
  <CheckMail note={mailNote}>
    We sent a message to the address you gave. Open the link in it to confirm that the address is yours. Until
    then there is no account.
  </CheckMail>
)
