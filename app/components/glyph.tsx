import type { StrategyId } from '@/lib/auth/contract'
import { glyphShapes } from './glyph-shapes'

/** The shape of a strategy, in its colour: square, diamond, triangle, circle. Its name always stands beside it. */
export const Glyph = ({ strategy }: { strategy: StrategyId }) => (
  <svg
    data-strategy={strategy}
    viewBox="0 0 12 12"
    aria-hidden="true"
    className="inline-block size-[0.7em] shrink-0 fill-strategy"
  >
    <path d={glyphShapes[strategy]} />
  </svg>
)
