'use client'
import {
  createContext,
  useActionState,
  useContext,
  useEffect,
  useRef,
  useState,
  type ComponentProps,
  type FormEvent,
  type ReactNode,
} from 'react'
import { useFormStatus } from 'react-dom'
import type { FormState } from '@/lib/api-schema'
import { pressField } from '@/lib/api-schema/press-field'

/**
 * What of a form runs in a browser, and nothing else: labels, hints and looks are rendered on the server, with these parts
 * in them. All of it works without JavaScript too.
 */

const nothingYet: FormState = {}
const Outcome = createContext(nothingYet)

/** The server knows a second press by a field of the form; here `Submit` does, and each time is one by itself. */
const dropPress = ({ currentTarget }: FormEvent<HTMLFormElement>) =>
  currentTarget
    .querySelectorAll<HTMLInputElement>(`[name=${pressField}]`)
    .forEach((field) => (field.disabled = true))

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
        <form ref={ref} action={formAction} noValidate className={className} onSubmit={dropPress}>
          {children}
        </form>
      )}
    </Outcome>
  )
}

type InputProps = Omit<ComponentProps<'input'>, 'name'> & { name: string; id: string }

/** An input that keeps what was typed. */
export function Input(input: InputProps) {
  const { values, errors } = useContext(Outcome)
  const { name } = input
  return <input defaultValue={values?.[name]} {...input} aria-invalid={errors?.[name] && true} />
}

/** A password is never sent back. It is shown on request, where a script runs. */
export function PasswordInput(input: InputProps) {
  const [isShown, show] = useState(false)
  return (
    <div className="relative">
      <Input {...input} type={isShown ? 'text' : 'password'} defaultValue="" />
      <button type="button" aria-pressed={isShown} onClick={() => show(!isShown)} className="show-password">
        Show
      </button>
    </div>
  )
}

/** One of several. @param chosen the value that is selected until the form was sent */
export function Radio({ chosen, ...input }: InputProps & { value: string; chosen: string }) {
  const { values } = useContext(Outcome)
  return <input {...input} type="radio" defaultChecked={(values?.[input.name] ?? chosen) === input.value} />
}

/** What is wrong with a field. Always there, so that its input can name it. */
export const Faults = ({ name, id }: { name: string; id: string }) => (
  <p id={id} className="fault">
    {useContext(Outcome).errors?.[name]?.join(' ')}
  </p>
)

/** The code of a mail's link is a field that nobody has typed: what is wrong with it is said where the form speaks. */
const useSentence = () => {
  const { message, errors } = useContext(Outcome)
  return errors?.token?.[0] ?? message
}

/**
 * What became of the form, in a sentence. Always there, so that a screen reader hears it change; while it is empty it
 * takes no room (`app/controls.css`).
 */
export const FormMessage = ({ className = 'notice' }: { className?: string }) => (
  <p aria-live="polite" className={`${className} ${useContext(Outcome).done ? 'ok' : 'refused'}`}>
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
