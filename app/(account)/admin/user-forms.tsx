import { Form, FormMessage } from '@/app/components/form/form'
import { SubmitButton } from '@/app/components/form/submit-button'
import type { ListedUser } from '@/lib/accounts'
import { changeUser } from './admin-actions'

/** One form, two buttons: which was pressed says what is wanted. */
export function UserForms({ user: { id, email, role, disabledAt } }: { user: ListedUser }) {
  const otherRole = role === 'admin' ? 'user' : 'admin'
  return (
    <Form action={changeUser} className="flex flex-col gap-2 md:items-end">
      <input type="hidden" name="id" value={id} />
      <div className="flex flex-wrap gap-2">
        <Change to={otherRole} email={email}>
          {otherRole === 'admin' ? 'Make administrator' : 'Make user'}
        </Change>
        <Change to={disabledAt ? 'enabled' : 'disabled'} email={email}>
          {disabledAt ? 'Enable' : 'Disable'}
        </Change>
      </div>
      <FormMessage className="row-message" />
    </Form>
  )
}

const Change = ({ to, email, children }: { to: string; email: string; children: string }) => (
  <SubmitButton kind="quiet" size="small" name="to" value={to}>
    {children}
    <span className="sr-only"> {email}</span>
  </SubmitButton>
)
