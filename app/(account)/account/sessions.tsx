import { Ledger, LedgerCell, LedgerRow } from '@/app/components/ledger'
import { Moment } from '@/app/components/moment'
import { Notice } from '@/app/components/notice'
import { Section } from '@/app/components/section'
import { anyOf, capitalised, StrategyBadge } from '@/app/components/strategy'
import { durations } from '@/lib/auth/http/preference'
import { durationInWords } from '@/lib/display'
import { idsBy, strategies } from '@/lib/strategies'
import type { Account } from './load-account'
import { EndOthersForm, EndSessionForm } from './forms'

/** @param sessions null when they could not be read */
export const Sessions = ({ sessions }: { sessions: Account['sessions'] | null }) => (
  <Section
    title="Sessions and devices"
    lead="Where you are signed in, latest activity first. End what you do not know."
  >
    {sessions ? (
      <List sessions={sessions} />
    ) : (
      <Notice>The list cannot be read: the database does not answer.</Notice>
    )}
  </Section>
)

const columns = [
  'Device',
  'Strategy',
  'Created',
  'Last used',
  'Expires',
  { name: 'Action', look: 'for screen readers only' },
] as const

const List = ({ sessions }: { sessions: Account['sessions'] }) => (
  <>
    <Ledger columns={columns}>
      {sessions.map((session) => (
        <Row key={session.id} session={session} />
      ))}
    </Ledger>
    <EndOthersForm others={sessions.length - 1} />
    {sessions.some(({ strategy, current }) => !strategies[strategy].endsAtOnce && !current) && (
      <p className="mt-4 text-sm text-muted">
        {capitalised(anyOf(idsBy({ endsAtOnce: false })))} that is held elsewhere stops working at its next
        renewal: within {durationInWords(durations().jwtSeconds)} of being ended.
      </p>
    )}
  </>
)

const Row = ({ session }: { session: Account['sessions'][number] }) => (
  <LedgerRow head={session.device} headClassName="font-medium!">
    <LedgerCell label="Strategy">
      <StrategyBadge strategy={session.strategy} />
    </LedgerCell>
    <LedgerCell label="Created">
      <Moment at={session.createdAt} />
    </LedgerCell>
    <LedgerCell label="Last used">
      <Moment at={session.lastUsedAt} />
    </LedgerCell>
    <LedgerCell label="Expires">
      <Moment at={session.expiresAt} />
    </LedgerCell>
    <LedgerCell className="md:text-end!">
      {session.current ? (
        <span className="text-sm text-muted">This browser</span>
      ) : (
        <EndSessionForm id={session.id} />
      )}
    </LedgerCell>
  </LedgerRow>
)
