import { buttonClass } from '@/app/components/button'
import { questions, type Answers } from '@/lib/choose'
import { Terms } from '../glossary/terms'
import { AnswerForm } from './answer-form'

/** A plain form that asks for the page with other answers. With JavaScript every change asks by itself. */
export const Questions = ({ answers }: { answers: Answers }) => (
  <div>
    <AnswerForm>
      {questions.map(({ id, ask, why, options }) => (
        <Question key={id} id={id} ask={ask} why={why} options={options} chosen={answers[id]} />
      ))}
      <button className={buttonClass()}>Show the answer</button>
    </AnswerForm>
    <form action="/choose" className="mt-3 grid">
      <button className={buttonClass('quiet')}>Start again</button>
    </form>
  </div>
)

type Props = {
  id: string
  ask: string
  why: string
  options: readonly { id: string; label: string }[]
  chosen: string | undefined
}

const Question = ({ id, ask, why, options, chosen }: Props) => (
  <fieldset aria-describedby={`${id}-why`} className="grid gap-1">
    <legend className="mb-0.5 font-semibold">{ask}</legend>
    <p id={`${id}-why`} className="mb-1 text-sm text-muted">
      <Terms>{why}</Terms>
    </p>
    {options.map((option) => (
      <Choice
        key={option.id}
        name={id}
        value={option.id}
        label={option.label}
        checked={option.id === chosen}
      />
    ))}
    <Choice name={id} value="" label="I cannot say yet" checked={chosen === undefined} quiet />
  </fieldset>
)

type ChoiceProps = { name: string; value: string; label: string; checked: boolean; quiet?: boolean }

const Choice = ({ name, value, label, checked, quiet = false }: ChoiceProps) => (
  <label className="grid min-h-9 grid-cols-[auto_1fr] items-baseline gap-x-2.5 py-1 leading-snug">
    <input
      type="radio"
      name={name}
      value={value}
      defaultChecked={checked}
      className="size-3.5 translate-y-px accent-action"
    />
    <span className={quiet ? 'text-muted' : undefined}>{label}</span>
  </label>
)
