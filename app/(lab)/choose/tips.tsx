import { Section } from '@/app/components/section'
import { StrategyBadge } from '@/app/components/strategy-badge'
import { TextLink } from '@/app/components/text-link'
import { addressOf, questions, type Answers, type Decision } from '@/lib/choose'

/** Each single answer that would lead elsewhere, tried out by the guide itself. */
export const Tips = ({ answers, decision }: { answers: Answers; decision: Decision }) => (
  <Section title="What would tip it" lead="One answer given otherwise, the rest as they are.">
    {decision.tips.length === 0 && <p>No single answer would.</p>}
    <ul className="grid gap-3">
      {decision.tips.map(({ question, answer, strategy }) => {
        const { ask, options } = questions.find(({ id }) => id === question)!
        return (
          <li key={`${question} ${answer}`} className="grid gap-x-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
            <StrategyBadge strategy={strategy} />
            <p>
              <span className="text-muted">{ask}</span>{' '}
              <TextLink href={addressOf({ ...answers, [question]: answer })}>
                {options.find(({ id }) => id === answer)!.label}
              </TextLink>
            </p>
          </li>
        )
      })}
    </ul>
  </Section>
)
