import type { Metadata } from 'next'
import { PageHeading } from '@/app/components/text'
import { mailFilter } from '@/lib/api-schema'
import { listOutbox } from '@/lib/mail'
import { requireLab } from '../require-lab'
import { Filter } from './filter'
import { MailView } from './mail-view'

export const metadata: Metadata = { title: 'Outbox' }

const shown = 50

/**
 * Mail that was kept instead of sent, to whomever it was; for everybody, in the lab only. `to` in the address shows one
 * person's.
 */
export default async function OutboxPage({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>
}) {
  requireLab()
  const { to } = await searchParams
  const address = mailFilter.safeParse(to).data ?? ''
  const mails = await listOutbox(address || undefined)
  return (
    <>
      <PageHeading title="Outbox">
        Mail that the app sent while no SMTP server is set, newest first. It is there in the lab only.
      </PageHeading>
      <Filter address={address} />
      {mails.slice(0, shown).map((mail) => (
        <MailView key={`${mail.sentAt} ${mail.text}`} mail={mail} />
      ))}
      {mails.length === 0 && <Empty address={address} />}
      {mails.length > shown && (
        <p className="mt-6 text-muted">
          The {shown} newest of {mails.length}.
        </p>
      )}
    </>
  )
}

const Empty = ({ address }: { address: string }) => (
  <p className="border-t border-line py-6">
    {address ? (
      <>
        Nothing was sent to <bdi className="wrap-anywhere">{address}</bdi>.
      </>
    ) : (
      'Nothing was sent yet.'
    )}{' '}
    Sign up, or ask for a password link, and it will lie here.
  </p>
)
