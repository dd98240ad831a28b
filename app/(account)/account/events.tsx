import { Moment } from '@/app/components/moment'
import { Notice } from '@/app/components/notice'
import { Section } from '@/app/components/section'
import type { ListedEvent } from '@/lib/accounts'

/** @param events null when they could not be read */
export const Events = ({ events }: { events: ListedEvent[] | null }) => (
  <Section
    title="Security events"
    lead="What happened to this account. Something you did not do? Change your password."
  >
    {events ? (
      <List events={events} />
    ) : (
      <Notice>The events cannot be read: the database does not answer.</Notice>
    )}
  </Section>
)

const List = ({ events }: { events: ListedEvent[] }) => (
  <ol className="grid">
    {events.map(({ id, at, sentence, device }) => (
      <li
        key={id}
        className="grid gap-x-6 border-b border-line py-2.5 sm:grid-cols-[8rem_minmax(0,1fr)_auto]"
      >
        <span className="text-muted">
          <Moment at={at} />
        </span>
        <span>{sentence}</span>
        <span className="text-sm text-muted sm:leading-[1.6rem]">{device}</span>
      </li>
    ))}
    {events.length === 0 && <li className="text-muted">Nothing yet. Signing in will be the first.</li>}
  </ol>
)
