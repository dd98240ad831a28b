'use client'
import { useRef, useState, type FormEvent } from 'react'
import { buttonClass } from '@/app/components/button'
import { Field, PasswordField } from '@/app/components/form/field'
import { SubmitButton } from '@/app/components/form/submit-button'
import { Glyph } from '@/app/components/glyph'
import { Notice } from '@/app/components/notice'
import { strategyNames } from '@/app/components/strategy'
import { strategyIds, type StrategyId } from '@/lib/strategies'
import type { Credentials } from '@/lib/client'
import type { NotDone, SignedIn } from './controller'

export const signInFormId = 'sign-in-everywhere'

export type DemoPerson = Credentials & { name: string; role: string }

type Props = {
  /** before that, whatever is typed here could only go where it should not */
  isAlive: boolean
  demo: DemoPerson[]
  chosen: StrategyId[]
  choose: (chosen: StrategyId[]) => void
  busy: boolean
  signIn: (strategies: StrategyId[], credentials: Credentials) => Promise<SignedIn | NotDone>
}

/** One person, once, under every strategy that is chosen; a column's own button sends it for that one alone. */
export function SignInForm({ isAlive, demo, chosen, choose, busy, signIn }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const [fault, setFault] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { submitter } = event.nativeEvent as SubmitEvent
    const fields = new FormData(event.currentTarget, submitter)
    const [email, password, only] = ['email', 'password', 'only'].map((name) => textOf(fields.get(name)))
    const strategies = strategyIds.filter((strategy) =>
      only ? strategy === only : chosen.includes(strategy),
    )
    const signedIn = await signIn(strategies, { email: email ?? '', password: password ?? '' })
    setFault(!signedIn.ok && signedIn.code === 'not_signed_in' ? signedIn.message : null)
  }
  return (
    <form id={signInFormId} ref={form} onSubmit={(event) => void submit(event)} className="needs-script">
      <fieldset disabled={!isAlive} className="grid gap-4">
        <Strategies chosen={chosen} choose={choose} />
        <Demo demo={demo} busy={busy} enter={(person) => enter(form.current, person)} />
        <div className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
          <Field name="email" label="Email" type="email" autoComplete="username" />
          <PasswordField name="password" label="Password" autoComplete="current-password" />
          <SubmitButton busy={busy} kind="quiet" className="justify-self-start">
            Sign in everywhere
          </SubmitButton>
        </div>
        <div aria-live="polite" className="empty:-mb-4">
          {fault && <Notice tone="refused">{fault}</Notice>}
        </div>
      </fieldset>
    </form>
  )
}

type DemoProps = { demo: DemoPerson[]; busy: boolean; enter: (person: DemoPerson) => void }

/** One press: the same person under every strategy that is chosen. */
const Demo = ({ demo, busy, enter }: DemoProps) => (
  <div className="flex flex-wrap items-center gap-3">
    {demo.map((person) => (
      <button
        key={person.email}
        type="button"
        className={buttonClass()}
        aria-disabled={busy}
        onClick={() => !busy && enter(person)}
      >
        Sign in as {person.name} ({person.role})
      </button>
    ))}
    <span className="text-sm text-muted">or anybody with an account here:</span>
  </div>
)

const textOf = (field: FormDataEntryValue | null) => (typeof field === 'string' ? field : '')

function enter(form: HTMLFormElement | null, person: DemoPerson) {
  for (const name of ['email', 'password'] as const) {
    const input = form?.elements.namedItem(name)
    if (input instanceof HTMLInputElement) input.value = person[name]
  }
  form?.requestSubmit()
}

const Strategies = ({ chosen, choose }: Pick<Props, 'chosen' | 'choose'>) => (
  <fieldset>
    <legend className="sr-only">Side by side</legend>
    <div className="flex flex-wrap gap-x-5 gap-y-1">
      {strategyIds.map((strategy) => {
        const isChosen = chosen.includes(strategy)
        const isLast = isChosen && chosen.length === 1
        const others = strategyIds.filter((one) => (one === strategy ? !isChosen : chosen.includes(one)))
        return (
          <label key={strategy} data-strategy={strategy} className="inline-flex min-h-8 items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-strategy"
              checked={isChosen}
              aria-disabled={isLast}
              onChange={() => !isLast && choose(others)}
            />
            {strategyNames[strategy]}
            <Glyph strategy={strategy} />
          </label>
        )
      })}
    </div>
  </fieldset>
)
