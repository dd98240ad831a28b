import type { StrategyId } from '@/lib/strategies'

/** The shape of a strategy, in its colour: square, diamond, star, triangle, circle, cross. Its name always stands beside it. */
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

/** Square, diamond, star, triangle, circle, cross: paths in a box of 12. */
export const glyphShapes: Record<StrategyId, string> = {
  database: 'M1.5 1.5h9v9h-9z',
  jwt: 'M6 .4 11.6 6 6 11.6.4 6z',
  dbsc: 'M6 .3 7.7 4.1 11.8 4.5 8.7 7.2 9.6 11.3 6 9.2 2.4 11.3 3.3 7.2.2 4.5 4.3 4.1z',
  bearer: 'M6 .9 11.7 11H.3z',
  hybrid: 'M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 6 .8z',
  dpop: 'M4 .8h4V4h3.2v4H8v3.2H4V8H.8V4H4z',
}
