import { CheckMail } from '@/app/components/check-mail'
import { Field } from '@/app/components/form/field'
import { Form, FormMessage } from '@/app/components/form/form'
import { SubmitButton } from '@/app/components/form/submit-button'
import type { MailNote } from '@/lib/auth/http/page-extras'
import { askForReset } from '../auth-actions'

/** Once it was sent, it says the same for every address. @param mailNote null where mail is really sent */
export const ForgotPasswordForm = ({ mailNote }: { mailNote: MailNote | null }) => (
  <Form action={askForReset} done={<Sent mailNote={mailNote} />} className="flex flex-col gap-5">
    <FormMessage />
    <Field name="email" label="Email" type="email" autoComplete="username" />
    <SubmitButton>Send a link</SubmitButton>
  </Form>
)

const Sent = ({ mailNote }: { mailNote: MailNote | null }) => (
  <CheckMail note={mailNote}>
    If there is an account with that address, a message is on its way. The link in it lets you choose a new
    password.
  </CheckMail>
)
