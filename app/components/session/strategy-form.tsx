'use client'
import { FormMessage } from '../form/form-message'
import { StrategyChoice } from '../form/strategy-choice'
import { SubmitButton } from '../form/submit-button'
import { useForm } from '../form/use-form'
import { chooseStrategy } from './actions'

/** Changes how this browser stays signed in, without signing anybody out. */
export function StrategyForm({ chosen }: { chosen: string }) {
  const { state, form } = useForm(chooseStrategy)
  return (
    <form {...form} className="flex flex-col gap-5">
      <StrategyChoice key={chosen} chosen={chosen} />
      <FormMessage state={state} />
      <SubmitButton kind="quiet" className="self-start">
        Switch
      </SubmitButton>
    </form>
  )
}
