'use client'
import { FormMessage } from '@/app/components/form/form-message'
import { SubmitButton } from '@/app/components/form/submit-button'
import { useForm } from '@/app/components/form/use-form'
import { endOthers, endThis } from './actions'

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
