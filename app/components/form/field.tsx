import { useId, type ReactNode, type ComponentProps } from 'react'
import { passwordMin } from '@/lib/api-schema/password-length'
import { Faults, Input, PasswordInput } from './form'

type Props = Omit<ComponentProps<'input'>, 'name' | 'children' | 'className'> & {
  name: string
  label: string
  hint?: ReactNode
  /** the input itself, where it is not an ordinary one */
  as?: typeof Input
}

/** A labelled input with its hint and its faults, in that order, all of them tied to it. */
export function Field({ name, label, hint, as: OneInput = Input, ...input }: Props) {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-[0.9375rem] font-medium">
        {label}
      </label>
      <OneInput
        required
        {...input}
        id={id}
        name={name}
        aria-describedby={hint ? `${id}-hint ${id}-faults` : `${id}-faults`}
        className={OneInput === PasswordInput ? 'input pe-20' : 'input'}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <Faults name={name} id={`${id}-faults`} />
    </div>
  )
}

type PasswordProps = { name: string; label: string; autoComplete: 'current-password' | 'new-password' }

/** A password: paste and managers welcome, never sent back, shown on request. */
export const PasswordField = (props: PasswordProps & { hint?: ReactNode }) => (
  <Field {...props} as={PasswordInput} autoCapitalize="off" spellCheck={false} />
)

/** A password that is being chosen: says what makes a good one, and lets a password manager offer one. */
export const NewPasswordField = ({ name, label }: Omit<PasswordProps, 'autoComplete'>) => (
  <PasswordField
    name={name}
    label={label}
    autoComplete="new-password"
    hint={`At least ${passwordMin} characters. A few words make a good one.`}
  />
)

/** Tells a password manager under whose name to file the password that is chosen here. Not sent. */
export const Username = ({ email }: { email: string }) => (
  <input type="text" autoComplete="username" value={email} readOnly hidden />
)
