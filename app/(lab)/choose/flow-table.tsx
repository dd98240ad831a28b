import { Ledger, LedgerCell, LedgerRow } from '@/app/components/ledger'
import { Section } from '@/app/components/section'
import { StrategyBadge } from '@/app/components/strategy-badge'
import { flowTable, type TableRow } from '@/lib/choose'
import type { StrategyId } from '@/lib/auth'
import { Terms } from '../glossary/terms'

const number = new Intl.NumberFormat('en-GB')

const columns = [
  'Strategy',
  'Most often',
  { name: 'Confidential client', look: 'numeric' },
  { name: 'Public client', look: 'numeric' },
] as const

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
    <Ledger columns={columns}>
      {Object.entries(flowTable()).map(([strategy, row]) => (
        <Row key={strategy} strategy={strategy as StrategyId} row={row} />
      ))}
    </Ledger>
  </Section>
)

const Row = ({ strategy, row }: { strategy: StrategyId; row: TableRow }) => (
  <LedgerRow head={<StrategyBadge strategy={strategy} />}>
    <LedgerCell label="Most often">
      {row.confidential > row.public
        ? 'Authorization Code Flow, secret and PKCE'
        : 'Authorization Code Flow with PKCE, no secret'}
    </LedgerCell>
    <LedgerCell label="Confidential" className="numeric">
      {number.format(row.confidential)}
    </LedgerCell>
    <LedgerCell label="Public" className="numeric">
      {number.format(row.public)}
    </LedgerCell>
  </LedgerRow>
)
