import { Section } from '@/app/components/section'
import { StrategyBadge } from '@/app/components/strategy-badge'
import { flowTable, type TableRow } from '@/lib/choose'
import type { StrategyId } from '@/lib/auth'
import { Terms } from '../glossary/terms'

const number = new Intl.NumberFormat('en-GB')

/** Which flow goes with which strategy: counted from the guide itself, over every way to answer. */
export const FlowTable = () => (
  <Section
    title="Which flow with which strategy"
    lead={
      <Terms>
        Counted over every combination of answers in which a provider takes part. PKCE is used in all of them.
      </Terms>
    }
  >
    <table className="ledger" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader">Strategy</th>
          <th role="columnheader">Most often</th>
          <th role="columnheader" className="numeric">
            Confidential client
          </th>
          <th role="columnheader" className="numeric">
            Public client
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {Object.entries(flowTable()).map(([strategy, row]) => (
          <Row key={strategy} strategy={strategy as StrategyId} row={row} />
        ))}
      </tbody>
    </table>
  </Section>
)

const Row = ({ strategy, row }: { strategy: StrategyId; row: TableRow }) => (
  <tr role="row">
    <th role="rowheader" scope="row">
      <StrategyBadge strategy={strategy} />
    </th>
    <td role="cell" data-label="Most often">
      {row.confidential > row.public
        ? 'Authorization Code Flow, secret and PKCE'
        : 'Authorization Code Flow with PKCE, no secret'}
    </td>
    <td role="cell" data-label="Confidential" className="numeric">
      {number.format(row.confidential)}
    </td>
    <td role="cell" data-label="Public" className="numeric">
      {number.format(row.public)}
    </td>
  </tr>
)
