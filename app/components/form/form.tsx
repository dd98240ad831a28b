'use client'
import {
  createContext,
  useActionState,
  useContext,
  useEffect,
  useRef,
  useState,
  type ComponentProps,
  type ReactNode,
} from 'react'
import { useFormStatus } from 'react-dom'
import type { FormState } from '@/lib/api-schema'
import { pressField } from '@/lib/api-schema/press-field'
import { useIsAlive } from '../in-browser'

/**
 * What of a form runs in a browser, and nothing else: labels, hints and looks are rendered on the server, with these parts
 * in them. All of it works without JavaScript too.
 */

const nothingYet: FormState = {}
const Outcome = createContext(nothingYet)

type FormProps = {
  action: (before: FormState, form: FormData) => Promise<FormState>
  /** takes the place of the form when it is done; what has `data-focus` in it is focused */
  done?: ReactNode
  className?: string
  children: ReactNode
}

/** A form and its action. What came back is shown by the parts in it; the first faulty field is focused. */
export function Form({ action, done, className, children }: FormProps) {
  const [state, formAction] = useActionState(action, nothingYet)
  const ref = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (state.navigateTo) return location.assign(state.navigateTo)
    const place = ref.current ?? document
    place.querySelector<HTMLElement>('[aria-invalid=true],[data-focus]')?.focus()
  }, [state])
  return (
    <Outcome value={state}>
      {(state.done && done) || (
        <form ref={ref} action={formAction} noValidate className={className}>
          {children}
        </form>
      )}
    </Outcome>
  )
}

type InputProps = Omit<ComponentProps<'input'>, 'name'> & { name: string; id: string }

/** An input that keeps what was typed. @param `aria-describedby` of what is always beside it */
export function Input({ 'aria-describedby': hint, ...input }: InputProps) {
  const { values, errors } = useContext(Outcome)
  const isFaulty = Boolean(errors?.[input.name]) || undefined
  return (
    <input
      defaultValue={values?.[input.name]}
      {...input}
      aria-invalid={isFaulty}
      aria-describedby={isFaulty ? `${hint ?? ''} ${input.id}-faults`.trim() : hint}
    />
  )
}

/** A password is never sent back. It is shown on request, where a script runs. */
export function PasswordInput(input: InputProps) {
  const [isShown, show] = useState(false)
  const isAlive = useIsAlive()
  return (
    <div className="relative">
      <Input {...input} type={isShown ? 'text' : 'password'} defaultValue="" />
      {isAlive && (
        <button type="button" aria-pressed={isShown} onClick={() => show(!isShown)} className="show-password">
          Show
        </button>
      )}
    </div>
  )
}

/** One of several. @param chosen the value that is selected until the form was sent */
export function Radio({ chosen, ...input }: InputProps & { value: string; chosen: string }) {
  const { values } = useContext(Outcome)
  return <input {...input} type="radio" defaultChecked={(values?.[input.name] ?? chosen) === input.value} />
}

/** What is wrong with a field. @param id of its input */
export function Faults({ name, id }: { name: string; id: string }) {
  const faults = useContext(Outcome).errors?.[name]
  return (
    faults && (
      <p id={`${id}-faults`} className="fault">
        {faults.join(' ')}
      </p>
    )
  )
}

/** The code of a mail's link is a field that nobody has typed: what is wrong with it is said where the form speaks. */
const useSentence = () => {
  const { message, errors } = useContext(Outcome)
  return errors?.token?.[0] ?? message
}

/**
 * What became of the form, in a sentence. Always there, so that a screen reader hears it change; while it is empty it
 * takes back the gap of the form.
 */
export function FormMessage() {
  const { done } = useContext(Outcome)
  const sentence = useSentence()
  return (
    <div aria-live="polite" className="empty:-mb-5">
      {sentence && <div className={`notice ${done ? 'ok' : 'refused'}`}>{sentence}</div>}
    </div>
  )
}

/** The same without a frame, for a small form. */
export const RowMessage = ({ className = 'text-sm text-refused empty:-mt-2' }: { className?: string }) => (
  <p aria-live="polite" className={className}>
    {useSentence()}
  </p>
)

/** Shown once the form was refused. */
export const AfterRefusal = ({ children }: { children: ReactNode }) => useSentence() && children

/** Busy while the form is under way, or for another reason, and then not pressed again. */
export function Submit({ busy, children, ...button }: ComponentProps<'button'> & { busy?: boolean }) {
  const isBusy = useFormStatus().pending || busy || false
  return (
    <button
      {...button}
      type="submit"
      aria-disabled={isBusy}
      aria-busy={isBusy}
      onClick={(event) => isBusy && event.preventDefault()}
    >
      <span>{children}</span>
    </button>
  )
}

/** By this the server knows a second press of the same form. Written on the server, gone as soon as a script runs. */
export function PressId() {
  const [id] = useState(() => (typeof window === 'undefined' ? crypto.randomUUID() : ''))
  return useIsAlive() ? null : (
    <input type="hidden" name={pressField} defaultValue={id} suppressHydrationWarning />
  )
}
