import { useId } from 'react'
import { cookieStrategyIds, strategies, type CookieStrategyId } from '@/lib/strategies'
import { Glyph } from '../glyph'
import { chooseStrategy } from '../frame-actions'
import { Form, FormMessage, Radio } from './form'
import { SubmitButton } from './submit-button'

/** The toggle: the same question wherever it is asked. */
export function StrategyChoice({ chosen }: { chosen: string }) {
  const id = useId()
  return (
    <fieldset role="radiogroup" aria-labelledby={id} className="grid gap-1.5">
      <legend id={id} className="mb-1.5 text-[0.9375rem] font-medium">
        Keep me signed in with
      </legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {cookieStrategyIds.map((strategy) => (
          <Choice key={strategy} strategy={strategy} chosen={chosen} />
        ))}
      </div>
    </fieldset>
  )
}

function Choice({ strategy, chosen }: { strategy: CookieStrategyId; chosen: string }) {
  const id = useId()
  return (
    <div
      data-strategy={strategy}
      className="relative grid grid-cols-[auto_1fr] content-start items-baseline gap-x-2.5 rounded-md border border-edge bg-surface px-3 py-2.5 has-checked:border-strategy has-checked:ring-1 has-checked:ring-strategy has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-strategy"
    >
      <Radio
        name="strategy"
        id={id}
        value={strategy}
        chosen={chosen}
        aria-describedby={`${id}-hint`}
        className="relative z-10 size-3.5 translate-y-px accent-strategy outline-none"
      />
      <label htmlFor={id} className="flex items-baseline gap-2 font-medium after:absolute after:inset-0">
        {strategies[strategy].name}
        <Glyph strategy={strategy} />
      </label>
      <p id={`${id}-hint`} className="col-start-2 text-sm text-muted">
        {strategies[strategy].hint}
      </p>
    </div>
  )
}

/** Changes how this browser stays signed in, without signing anybody out. */
export const StrategyForm = ({ chosen }: { chosen: string }) => (
  <Form action={chooseStrategy} className="flex flex-col gap-5">
    <StrategyChoice key={chosen} chosen={chosen} />
    <FormMessage />
    <SubmitButton kind="quiet" className="self-start">
      Switch
    </SubmitButton>
  </Form>
)
