'use client'
import { FormMessage, useForm } from '@/app/components/form/field'
import { SubmitButton } from '@/app/components/form/submit-button'
import { TextLink } from '@/app/components/text'
import { confirmAddress } from '../actions'

/**
 * Spends the code only when its button is pressed.
 * @param token from the mail's link; empty where that is incomplete
 */
export function VerifyEmailForm({ token }: { token: string }) {
  const { state, form } = useForm(confirmAddress)
  const [fault] = state.errors?.token ?? []
  const shown = fault ? { ...state, message: fault } : state
  return (
    <form {...form} className="flex flex-col gap-5">
      <FormMessage state={shown} />
      <input type="hidden" name="token" value={token} />
      <SubmitButton>Confirm address</SubmitButton>
      {shown.message && (
        <p className="text-[0.9375rem]">
          Need a new link? <TextLink href="/sign-up">Sign up again</TextLink> with the same address.
        </p>
      )}
    </form>
  )
}
