import { Section } from '@/app/components/section'
import { undecided } from '@/lib/choose'
import { ExperimentName, type Observations } from './observed'

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
