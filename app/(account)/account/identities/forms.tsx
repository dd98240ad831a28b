'use client'
import { anyLength, buttonClass } from '@/app/components/button'
import { FormMessage, useForm } from '@/app/components/form/field'
import { PressId, SubmitButton } from '@/app/components/form/submit-button'
import { connectThis, discardThis, removeThis } from '../account-actions'

/** @param id of the pending identity that the person was shown */
export function ConnectForm({ id }: { id: string }) {
  const { state, form } = useForm(connectThis)
  return (
    <form {...form} className="flex flex-col items-start gap-5">
      <FormMessage state={state} />
      <input type="hidden" name="id" value={id} />
      <SubmitButton size="small">Connect</SubmitButton>
    </form>
  )
}

/** Forgets an identity instead of connecting it. @param id of the pending identity that the person was shown */
export function DiscardForm({ id }: { id: string }) {
  const { state, form } = useForm(discardThis)
  return (
    <form {...form} className="flex flex-col items-start gap-5">
      <FormMessage state={state} />
      <input type="hidden" name="id" value={id} />
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

/** A plain form, not an action: what it leads to is another site. */
export const SignOutThereTooForm = ({ name }: { name: string }) => (
  <form method="post" action="/api/sign-out/provider">
    <PressId />
    <button type="submit" className={`${buttonClass('quiet', 'small')} ${anyLength}`}>
      Sign out here and at {name}
    </button>
  </form>
)
