import type { StrategyId } from '@/lib/strategies'

/** Square, diamond, triangle, circle: paths in a box of 12. */
export const glyphShapes: Record<StrategyId, string> = {
  database: 'M1.5 1.5h9v9h-9z',
  jwt: 'M6 .4 11.6 6 6 11.6.4 6z',
  bearer: 'M6 .9 11.7 11H.3z',
  hybrid: 'M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 6 .8z',
}
