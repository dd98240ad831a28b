import { Section } from '@/app/components/section'
import { TextLink } from '@/app/components/text'
import { clauses, type Decision, type OAuthClientType, flowTable, type TableRow } from '@/lib/choose'
import { Ledger, LedgerCell, LedgerRow } from '@/app/components/ledger'
import { StrategyBadge } from '@/app/components/strategy'
import type { StrategyId } from '@/lib/auth'
import { Terms } from '../glossary/terms'
import type { Observations } from './reasons'

const words: Record<OAuthClientType['client'], string> = {
  confidential:
    'Your server runs the flow and proves itself with a secret. It uses PKCE as well: a secret does not stop a code that was stolen from being put into somebody else’s sign-in.',
  public:
    'What runs on a device cannot keep a secret, so it has none. PKCE ties the code to whoever asked for it.',
}

type Props = { decision: Decision; seen: Observations }

/** The flow that the guide decided on. It is shown also where the answers need none, and then says so. */
export const FlowSection = ({ decision: { flow, flowNeeded }, seen }: Props) => (
  <Section
    title="The OpenID Connect flow"
    lead={flowNeeded ? undefined : 'Not needed as long as passwords are your own.'}
  >
    <div className="grid max-w-[68ch] gap-2">
      <p>
        <strong className="font-semibold">{flow.name}</strong>, {flow.client} client,{' '}
        {flow.secret ? 'a secret and PKCE' : 'PKCE and no secret'}.
      </p>
      <p>
        <Terms>{words[flow.client]}</Terms>
      </p>
      {flow.client === 'confidential' && (
        <p>
          Here this guide is stricter than what is often written: PKCE does not stand in for a secret, and a
          secret does not for PKCE.
        </p>
      )}
      <div className="grid gap-1 border-s border-line ps-3 text-sm text-muted">
        {seen.canRun && (
          <p>
            <TextLink href="/wire">The flow step by step</TextLink>, with and without PKCE, recorded here.
          </p>
        )}
        <p>
          Clause: <a href={clauses.pkce.href}>{clauses.pkce.name}</a>
        </p>
      </div>
    </div>
  </Section>
)

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
