'use client'
import { SubmitButton } from '../form/submit-button'
import { useForm } from '../form/use-form'
import { signOutHere } from './actions'

/** Never claims what was not done: a refusal stays beside the button, and so does the session. */
export function SignOutForm() {
  const { state, form } = useForm(signOutHere)
  return (
    <form {...form} className="relative">
      <SubmitButton kind="quiet" size="small">
        Sign out
      </SubmitButton>
      <p
        aria-live="assertive"
        className="border-refused bg-surface absolute end-0 top-full z-10 mt-2 w-64 border p-3 text-sm empty:hidden"
      >
        {state.message}
      </p>
    </form>
  )
}
