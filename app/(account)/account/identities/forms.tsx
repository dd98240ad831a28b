'use client'
import { anyLength } from '@/app/components/button'
import { FormMessage } from '@/app/components/form/form-message'
import { SubmitButton } from '@/app/components/form/submit-button'
import { useForm } from '@/app/components/form/use-form'
import { connectThis, discardThis, removeThis, signOutThereToo } from './actions'

export function ConnectForm() {
  const { state, form } = useForm(connectThis)
  return (
    <form {...form} className="flex flex-col items-start gap-5">
      <FormMessage state={state} />
      <SubmitButton size="small">Connect</SubmitButton>
    </form>
  )
}

export function DiscardForm() {
  const { form } = useForm(discardThis)
  return (
    <form {...form}>
      <SubmitButton kind="quiet" size="small">
        Do not connect
      </SubmitButton>
    </form>
  )
}

/** @param name of the provider, to tell one button from the other */
export function RemoveForm({ id, name }: { id: string; name: string }) {
  const { state, form } = useForm(removeThis)
  return (
    <form {...form} className="flex flex-col items-start gap-2 md:items-end">
      <input type="hidden" name="id" value={id} />
      <SubmitButton kind="quiet" size="small" aria-label={`Remove ${name}`}>
        Remove
      </SubmitButton>
      <p aria-live="polite" className="text-sm text-refused empty:-mt-2">
        {state.message}
      </p>
    </form>
  )
}

export function SignOutThereTooForm({ name }: { name: string }) {
  const { state, form } = useForm(signOutThereToo)
  return (
    <form {...form} className="flex flex-col items-start gap-5">
      <FormMessage state={state} />
      <SubmitButton kind="quiet" size="small" className={anyLength}>
        Sign out here and at {name}
      </SubmitButton>
    </form>
  )
}
