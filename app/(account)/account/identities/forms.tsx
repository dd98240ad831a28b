import { anyLength, buttonClass } from '@/app/components/button'
import { Form, FormMessage } from '@/app/components/form/form'
import { PressId, SubmitButton } from '@/app/components/form/submit-button'
import { connectThis, discardThis, removeThis } from '../account-actions'

/** @param id of the pending identity that the person was shown */
export const ConnectForm = ({ id }: { id: string }) => (
  <Form action={connectThis} className="flex flex-col items-start gap-5">
    <FormMessage />
    <input type="hidden" name="id" value={id} />
    <SubmitButton size="small">Connect</SubmitButton>
  </Form>
)

/** Forgets an identity instead of connecting it. @param id of the pending identity that the person was shown */
export const DiscardForm = ({ id }: { id: string }) => (
  <Form action={discardThis} className="flex flex-col items-start gap-5">
    <FormMessage />
    <input type="hidden" name="id" value={id} />
    <SubmitButton kind="quiet" size="small">
      Do not connect
    </SubmitButton>
  </Form>
)

/** @param name of the provider, to tell one button from the other */
export const RemoveForm = ({ id, name }: { id: string; name: string }) => (
  <Form action={removeThis} className="flex flex-col items-start gap-2 md:items-end">
    <input type="hidden" name="id" value={id} />
    <SubmitButton kind="quiet" size="small" aria-label={`Remove ${name}`}>
      Remove
    </SubmitButton>
    <FormMessage className="row-message" />
  </Form>
)

/** A plain form, not an action: what it leads to is another site. */
export const SignOutThereTooForm = ({ name }: { name: string }) => (
  <form method="post" action="/api/sign-out/provider">
    <PressId />
    <button type="submit" className={`${buttonClass('quiet', 'small')} ${anyLength}`}>
      Sign out here and at {name}
    </button>
  </form>
)
