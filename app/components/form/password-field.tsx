'use client'
import { useState, type ReactNode } from 'react'
import type { FormState } from '@/lib/api-schema'
import { passwordMin } from '@/lib/api-schema/password-length'
import { useIsAlive } from '../in-browser'
import { Field } from './field'

type Props = {
  name: string
  label: string
  state: FormState
  autoComplete: 'current-password' | 'new-password'
  hint?: ReactNode
}

/** A password: paste and managers welcome, never sent back, shown on request. */
export function PasswordField(props: Props) {
  const [shown, setShown] = useState(false)
  const withSwitch = (input: ReactNode) => (
    <div className="relative">
      {input}
      <ShowSwitch shown={shown} toggle={() => setShown(!shown)} />
    </div>
  )
  return (
    <Field
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="off"
      spellCheck={false}
      defaultValue=""
      className="pe-20"
      around={withSwitch}
    />
  )
}

/** Only where it would work. */
const ShowSwitch = ({ shown, toggle }: { shown: boolean; toggle: () => void }) =>
  useIsAlive() && (
    <button
      type="button"
      aria-pressed={shown}
      onClick={toggle}
      className="absolute inset-y-1 end-1 rounded px-3 text-sm text-muted hover:text-ink aria-pressed:text-ink aria-pressed:underline"
    >
      Show
    </button>
  )

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

/** Tells a password manager under whose name to file the password that is chosen here. Not sent. */
export const Username = ({ email }: { email: string }) => (
  <input type="text" autoComplete="username" value={email} readOnly hidden />
)
