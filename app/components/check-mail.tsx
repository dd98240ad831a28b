import type { ReactNode } from 'react'
import type { MailNote } from '@/lib/auth/http/page-extras'
import { Icon } from './drawing'
import { TextLink } from './text'

/** The same for every address, whether or not it has an account. */
export function CheckMail({ note, children }: { note: MailNote | null; children: ReactNode }) {
  return (
    <section className="grid gap-3 border-t-2 border-ink pt-5">
      <h2 data-focus tabIndex={-1} className="flex items-center gap-2.5 text-lg outline-none">
        <Icon shape="mail" className="size-5 text-muted" />
        Check your mail
      </h2>
      <p>{children}</p>
      {note ? (
        <p className="text-muted">
          {note.text}: <TextLink href={note.link.href}>{note.link.text}</TextLink>.
        </p>
      ) : (
        <p className="text-muted">
          Nothing there after a few minutes? Look into the spam folder, then try again.
        </p>
      )}
    </section>
  )
}
