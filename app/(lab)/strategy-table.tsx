import type { ReactNode } from 'react'
import { StrategyBadge } from '@/app/components/strategy'
import { strategyIds } from '@/lib/strategies'

/** A column for each strategy. @param corner what a row is; `children`: the rows, a cell for each strategy in each */
export const StrategyTable = ({
  caption,
  corner,
  children,
}: {
  caption: string
  corner: string
  children: ReactNode
}) => (
  <table role="table" className="comparison">
    <caption className="sr-only">{caption}</caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">
          {corner}
        </th>
        {strategyIds.map((strategy) => (
          <th key={strategy} role="columnheader" scope="col" className="*:whitespace-normal!">
            <StrategyBadge strategy={strategy} />
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">{children}</tbody>
  </table>
)
