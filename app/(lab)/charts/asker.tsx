import { glyphShapes } from '@/app/components/glyph'
import { StrategyBadge } from '@/app/components/strategy'
import type { StrategyId } from '@/lib/strategies'

/** Who is drawn in a chart: a strategy, or nobody: a request without a credential. */
export type Asker = StrategyId | 'nobody'

/** A ring, open: nobody is no strategy. */
const ring = 'M6 1.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6zm0 2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z'

/** Its shape at a place of a chart. */
export const AskerMark = ({ asker, x, y }: { asker: Asker; x: string; y: string }) => (
  <svg x={x} y={y} overflow="visible" data-strategy={asker} className="fill-strategy">
    <path d={asker === 'nobody' ? ring : glyphShapes[asker]} transform="translate(-4.5 -4.5) scale(0.75)" />
  </svg>
)

/** Its name with its shape. */
export const AskerName = ({ asker }: { asker: Asker }) =>
  asker === 'nobody' ? (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap text-muted">
      <svg viewBox="0 0 12 12" aria-hidden="true" className="inline-block size-[0.7em] shrink-0 fill-muted">
        <path d={ring} />
      </svg>
      Nobody
    </span>
  ) : (
    <StrategyBadge strategy={asker} />
  )

/** What the shapes and lines of a chart are: shape, line, name. */
export const ChartKey = ({ askers }: { askers: readonly Asker[] }) => (
  <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
    {askers.map((asker) => (
      <li key={asker} data-strategy={asker} className="inline-flex items-center gap-1.5">
        <svg aria-hidden="true" className="h-2 w-7">
          <line x2="100%" y1="50%" y2="50%" className="chart-line" />
        </svg>
        <AskerName asker={asker} />
      </li>
    ))}
  </ul>
)
