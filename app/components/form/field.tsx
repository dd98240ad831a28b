'use client'
import clsx from 'clsx'
import { useId, type ComponentProps, type ReactNode, useActionState, useEffect, useRef } from 'react'
import type { FormState } from '@/lib/api-schema'
import { Notice } from '../notice'

type Props = Omit<ComponentProps<'input'>, 'name' | 'children'> & {
  name: string
  label: string
  state: FormState
  hint?: ReactNode
  /** puts something around the input */
  around?: (input: ReactNode) => ReactNode
}

const inputClass =
  'block min-h-11 w-full rounded-md border border-edge bg-surface px-3 py-2 text-base text-ink aria-invalid:border-refused'

/** A labelled input with its hint and its faults, in that order, all of them tied to it. */
export function Field({ name, label, state, hint, around = (input) => input, ...input }: Props) {
  const id = useId()
  const faults = state.errors?.[name] ?? []
  const described = [hint && `${id}-hint`, faults.length > 0 && `${id}-faults`].filter(Boolean).join(' ')
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-[0.9375rem] font-medium">
        {label}
      </label>
      {around(
        <input
          defaultValue={state.values?.[name]}
          required
          {...input}
          id={id}
          name={name}
          aria-invalid={faults.length > 0 || undefined}
          aria-describedby={described || undefined}
          className={clsx(inputClass, input.className)}
        />,
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {faults.length > 0 && (
        <p id={`${id}-faults`} className="text-sm font-medium text-refused">
          {faults.join(' ')}
        </p>
      )}
    </div>
  )
}

/**
 * What became of the form, in a sentence. Always there, so that a screen reader hears it change;
 * while it is empty it takes back the gap of the form.
 */
export const FormMessage = ({ state: { message, done } }: { state: FormState }) => (
  <div aria-live="polite" className="empty:-mb-5">
    {message && <Notice tone={done ? 'ok' : 'refused'}>{message}</Notice>}
  </div>
)

type Action = (before: FormState, form: FormData) => Promise<FormState>

const nothingYet: FormState = {}

/** A form and its action: the state that came back, and the first faulty field in focus. Works without JavaScript. */
export function useForm(action: Action) {
  const [state, formAction] = useActionState(action, nothingYet)
  const ref = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (state.navigateTo) return location.assign(state.navigateTo)
    ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state])
  return { state, form: { ref, action: formAction, noValidate: true } }
}
