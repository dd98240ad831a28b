import { Section } from '@/app/components/section'
import { codeOf, type Answers, type Decision, questions, undecided, addressOf } from '@/lib/choose'
import { StrategyBadge, strategyNames } from '@/app/components/strategy'
import { TextLink } from '@/app/components/text'
import { Code } from './code'
import { FlowSection } from './flow-section'
import { type Observations, ExperimentName, Reasons } from './reasons'

type Props = { answers: Answers; decision: Decision; seen: Observations }

/** What the decision stands on, in the order in which it would be defended. */
export const Answer = ({ answers, decision, seen }: Props) => (
  <>
    <YourAnswers answers={answers} />
    <Section title="Why">
      <Reasons reasons={decision.reasons} seen={seen} />
    </Section>
    {decision.vetoes.length > 0 && (
      <Section title="Ruled out" lead="A veto: no other answer outweighs it.">
        <Reasons
          reasons={decision.vetoes.map((veto) => ({ ...veto, strategies: veto.vetoes }))}
          seen={seen}
          named
        />
      </Section>
    )}
    {decision.against.length > 0 && (
      <Section
        title="What speaks for another"
        lead="It did not outweigh the rest. The chosen one is quoted last."
      >
        <Reasons reasons={decision.against} seen={seen} />
      </Section>
    )}
    <FlowSection decision={decision} seen={seen} />
    <Section title="What to mind">
      <Reasons
        reasons={decision.warnings.map((warning) => ({ ...warning, strategies: [decision.strategy] }))}
        seen={seen}
      />
    </Section>
    <Tips answers={answers} decision={decision} />
    <Code strategy={decision.strategy} code={codeOf[decision.strategy]} />
  </>
)

/** The decision itself. It stands above the questions where there is no room beside them. */
export const Verdict = ({ decision: { strategy, flow, flowNeeded, runnerUp } }: { decision: Decision }) => (
  <div
    role="status"
    data-strategy={strategy}
    className="grid gap-2 border-s-4 border-strategy ps-4 print:[print-color-adjust:exact]"
  >
    <h2 className="text-xl sm:text-2xl">
      <StrategyBadge strategy={strategy} />
    </h2>
    <p>
      {flowNeeded ? 'With ' : 'No provider takes part. If one does later: '}
      the {flow.name}, as a {flow.client} client.
    </p>
    <p className="text-muted">
      {runnerUp
        ? `Runner-up: ${strategyNames[runnerUp]}.`
        : 'No runner-up: your answers rule out every other.'}
    </p>
    <p className="lg:hidden print:hidden">
      <a href="#reasons">The reasons</a>
    </p>
  </div>
)

/** On paper only, where the questions are left out: what the decision was made from. */
export const YourAnswers = ({ answers }: { answers: Answers }) => (
  <dl className="mb-6 hidden gap-x-6 gap-y-1 text-sm print:grid print:grid-cols-[1fr_1fr]">
    {questions.map(({ id, ask, options }) => (
      <div key={id} className="contents">
        <dt className="text-muted">{ask}</dt>
        <dd>{options.find((option) => option.id === answers[id])?.label ?? 'Not answered'}</dd>
      </div>
    ))}
  </dl>
)

/** The experiments that no rule leans on, with what the last run showed of every strategy. */
export const Undecided = ({ seen }: { seen: Observations }) => (
  <Section
    title="What decides nothing"
    lead="No rule leans on these: in the run that came with the code all strategies came out alike."
  >
    <ul className="grid gap-2 text-sm text-muted">
      {undecided.map((experiment) => (
        <li key={experiment}>
          <ExperimentName experiment={experiment} seen={seen} />: {verdicts(seen, experiment).join('; ')}.
        </li>
      ))}
    </ul>
  </Section>
)

function verdicts({ run }: Observations, experiment: string): string[] {
  const outcomes = Object.values(run[experiment]?.outcomes ?? {})
  return outcomes.length ? [...new Set(outcomes.map(({ verdict }) => verdict))] : ['not run yet']
}

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
