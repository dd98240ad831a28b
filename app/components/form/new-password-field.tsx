import type { FormState } from '@/lib/api-schema'
import { passwordMin } from '@/lib/api-schema/password-length'
import { PasswordField } from './password-field'

/** A password that is being chosen: says what makes a good one, and lets a password manager offer one. */
export const NewPasswordField = ({
  name,
  label,
  state,
}: {
  name: string
  label: string
  state: FormState
}) => (
  <PasswordField
    name={name}
    label={label}
    autoComplete="new-password"
    hint={`At least ${passwordMin} characters. A few words make a good one.`}
    state={state}
  />
)
