import type { StrategyId } from '@/lib/auth/contract'
import { Glyph } from './glyph'
import { strategyNames } from './strategy'

export const StrategyBadge = ({ strategy }: { strategy: StrategyId }) => (
  <span
    data-strategy={strategy}
    className="inline-flex items-baseline gap-1.5 whitespace-nowrap text-strategy"
  >
    <Glyph strategy={strategy} />
    {strategyNames[strategy]}
  </span>
)
