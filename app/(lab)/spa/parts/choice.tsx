'use client'
import { useId, type ComponentProps } from 'react'
import { Glyph } from '@/app/components/glyph'
import type { StrategyId } from '@/lib/auth/contract'
import { buttonClass } from '@/app/components/button'

export type Option<Value extends string> = {
  value: Value
  label: string
  hint: string
  strategy?: StrategyId
}

type Props<Value extends string> = {
  legend: string
  name: string
  options: readonly Option<Value>[]
  chosen: Value
  choose?: (value: Value) => void
}

/** One of a few, with what each means. With `choose` it acts at once; without it is part of a form. */
export function Choice<Value extends string>({ legend, options, ...rest }: Props<Value>) {
  const id = useId()
  return (
    <fieldset role="radiogroup" aria-labelledby={id} className="grid content-start gap-1.5">
      <legend id={id} className="mb-1.5 text-[0.9375rem] font-medium">
        {legend}
      </legend>
      <div className="grid gap-2">
        {options.map((option) => (
          <Entry key={option.value} option={option} {...rest} />
        ))}
      </div>
    </fieldset>
  )
}

type EntryProps<Value extends string> = Omit<Props<Value>, 'legend' | 'options'> & { option: Option<Value> }

function Entry<Value extends string>({ option, name, chosen, choose }: EntryProps<Value>) {
  const id = useId()
  const { value, label, hint, strategy } = option
  const isChosen = value === chosen
  const state = choose ? { checked: isChosen, onChange: () => choose(value) } : { defaultChecked: isChosen }
  return (
    <div
      data-strategy={strategy}
      className="relative grid grid-cols-[auto_1fr] content-start items-baseline gap-x-2.5 rounded-md border border-edge bg-surface px-3 py-2 has-checked:border-strategy has-checked:ring-1 has-checked:ring-strategy has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-strategy"
    >
      <input
        type="radio"
        id={id}
        name={name}
        value={value}
        {...state}
        aria-describedby={`${id}-hint`}
        className="relative z-10 size-3.5 translate-y-px accent-strategy outline-none"
      />
      <label htmlFor={id} className="flex items-baseline gap-2 font-medium after:absolute after:inset-0">
        {label}
        {strategy && <Glyph strategy={strategy} />}
      </label>
      <p id={`${id}-hint`} className="col-start-2 text-sm text-muted">
        {hint}
      </p>
    </div>
  )
}

type ButtonProps = ComponentProps<'button'> & { busy: boolean; kind?: Parameters<typeof buttonClass>[0] }

/** Keeps its place and its name while something is under way, and is not pressed twice. */
export const ActionButton = ({ busy, kind = 'quiet', onClick, ...rest }: ButtonProps) => (
  <button
    type="button"
    aria-disabled={busy}
    onClick={(event) => !busy && onClick?.(event)}
    {...rest}
    className={`${buttonClass(kind)} aria-disabled:cursor-progress`}
  />
)
