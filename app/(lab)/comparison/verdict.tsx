import { Check, Hourglass, X, type LucideIcon } from 'lucide-react'
import type { StrategyId } from '@/lib/auth/contract'
import type { ExperimentRun, Outcome } from '@/lib/lab'

type Result = Outcome['result']
type Observed = NonNullable<ExperimentRun['outcomes'][StrategyId]>

const looks: Record<Result, { icon: LucideIcon; name: string; colour: string }> = {
  resists: { icon: Check, name: 'Resists', colour: 'text-ok' },
  'time-limited': { icon: Hourglass, name: 'Time-limited', colour: 'text-muted' },
  vulnerable: { icon: X, name: 'Vulnerable', colour: 'text-refused' },
}

/** How a strategy stood: a mark that is never alone, for what follows says it in words. */
export const ResultMark = ({ result }: { result: Result }) => {
  const { icon: Icon, name, colour } = looks[result]
  return (
    <>
      <Icon aria-hidden="true" className={`mt-[0.3em] size-[1em] shrink-0 ${colour}`} />
      <span className="sr-only">{name}: </span>
    </>
  )
}

/** A number stays with its unit. */
const unbroken = (verdict: string) => verdict.replaceAll(/(\d) (?=(?:h|min|s)\b)/g, '$1\u00a0')

export const Verdict = ({ outcome: { verdict, result } }: { outcome: Observed }) => (
  <span className="flex gap-1.5">
    <ResultMark result={result} />
    {unbroken(verdict)}
  </span>
)

/** What the marks mean. */
export const ResultKey = () => (
  <p className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted">
    {Object.values(looks).map(({ icon: Icon, name, colour }) => (
      <span key={name} className="inline-flex gap-1.5">
        <Icon aria-hidden="true" className={`mt-[0.3em] size-[1em] shrink-0 ${colour}`} />
        {name}
      </span>
    ))}
  </p>
)
