'use client'
import { FormMessage } from '../form/form-message'
import { SubmitButton } from '../form/submit-button'
import { useForm } from '../form/use-form'
import { chooseProviderLab } from './actions'

type Choice = { pkce: string; keep: string }

const questions = [
  {
    name: 'pkce',
    legend: 'Authorization code flow of the confidential client',
    options: [
      ['with', 'With PKCE: what everybody should do'],
      ['without', 'Without: the plain flow, to compare'],
    ],
  },
  {
    name: 'keep',
    legend: 'What the session keeps of the ID token',
    options: [
      ['claims', 'Chosen claims'],
      ['id-token', 'The token itself, encrypted'],
    ],
  },
] as const

/** How this browser's next sign-in through a provider is done. Works without JavaScript. */
export function ProviderLabForm({ chosen }: { chosen: Choice }) {
  const { state, form } = useForm(chooseProviderLab)
  return (
    <form {...form} className="grid gap-5">
      {questions.map(({ name, legend, options }) => (
        <fieldset key={`${name} ${chosen[name]}`} className="grid gap-1.5">
          <legend className="mb-1 text-sm font-medium">{legend}</legend>
          {options.map(([value, label]) => (
            <label key={value} className="flex items-baseline gap-2 text-[0.9375rem]">
              <input
                type="radio"
                name={name}
                value={value}
                defaultChecked={chosen[name] === value}
                className="accent-ink"
              />
              {label}
            </label>
          ))}
        </fieldset>
      ))}
      <FormMessage state={state} />
      <SubmitButton kind="quiet" size="small" className="justify-self-start">
        Keep for this browser
      </SubmitButton>
    </form>
  )
}
