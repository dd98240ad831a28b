import { StrategyBadge } from '@/app/components/strategy-badge'
import { strategyNames } from '@/app/components/strategy'
import type { Decision } from '@/lib/choose'

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
