import { inWords } from '@/app/components/duration'
import { Moment } from '@/app/components/moment'
import { Notice } from '@/app/components/notice'
import { Section } from '@/app/components/section'
import { StrategyBadge } from '@/app/components/strategy-badge'
import { strategies } from '@/lib/auth'
import { durations } from '@/lib/auth/http/durations'
import type { Account } from './load-account'
import { EndOthersForm, EndSessionForm } from './session-forms'

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

const List = ({ sessions }: { sessions: Account['sessions'] }) => (
  <>
    <table role="table" className="ledger">
      <thead role="rowgroup">
        <tr role="row">
          {['Device', 'Strategy', 'Created', 'Last used', 'Expires', 'Action'].map((head) => (
            <th key={head} role="columnheader" scope="col">
              {head === 'Action' ? <span className="sr-only">{head}</span> : head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {sessions.map((session) => (
          <Row key={session.id} session={session} />
        ))}
      </tbody>
    </table>
    <EndOthersForm others={sessions.length - 1} />
    {sessions.some(({ strategy, current }) => !strategies[strategy].traits.endsAtOnce && !current) && (
      <p className="mt-4 text-sm text-muted">
        A JWT or a bearer token that is held elsewhere stops working at its next renewal: within{' '}
        {inWords(durations().jwtSeconds)} of being ended.
      </p>
    )}
  </>
)

const Row = ({ session }: { session: Account['sessions'][number] }) => (
  <tr role="row">
    <th role="rowheader" scope="row" className="font-medium!">
      {session.device}
    </th>
    <td role="cell" data-label="Strategy">
      <StrategyBadge strategy={session.strategy} />
    </td>
    <td role="cell" data-label="Created">
      <Moment at={session.createdAt} />
    </td>
    <td role="cell" data-label="Last used">
      <Moment at={session.lastUsedAt} />
    </td>
    <td role="cell" data-label="Expires">
      <Moment at={session.expiresAt} />
    </td>
    <td role="cell" className="md:text-end!">
      {session.current ? (
        <span className="text-sm text-muted">This browser</span>
      ) : (
        <EndSessionForm id={session.id} />
      )}
    </td>
  </tr>
)
