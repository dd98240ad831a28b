import type { BrowserChoices } from '@/lib/auth/http/page-extras'
import { Form, FormMessage } from '@/app/components/form/form'
import { SubmitButton } from '@/app/components/form/submit-button'
import { chooseForBrowser } from '@/app/components/frame-actions'

type Props = { questions: BrowserChoices['questions']; chosen: Record<string, string> }

/** A question a group of buttons. Works without JavaScript. */
export const ChoicesForm = ({ questions, chosen }: Props) => (
  <Form action={chooseForBrowser} className="grid gap-5">
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
    <FormMessage />
    <SubmitButton kind="quiet" size="small" className="justify-self-start">
      Keep for this browser
    </SubmitButton>
  </Form>
)
