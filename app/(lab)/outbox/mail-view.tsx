import { Moment } from '@/app/components/moment'
import type { SentMail } from '@/lib/mail'

/** One mail as text, as it was sent. Its links work: whoever sees it can use its codes. */
export const MailView = ({ mail: { to, subject, text, links, sentAt, htmlId } }: { mail: SentMail }) => (
  <article className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-3 border-t border-line py-6 lg:grid-cols-[15rem_minmax(0,1fr)]">
    <div className="grid content-start gap-0.5">
      <h2 className="text-[1.0625rem]">{subject}</h2>
      <p className="text-sm wrap-anywhere break-all text-muted">{to}</p>
      <p className="text-sm text-muted">
        <Moment at={sentAt} />
      </p>
      {htmlId && (
        <p className="text-sm">
          <a href={`/api/outbox/${htmlId}`}>As HTML</a>
        </p>
      )}
    </div>
    <div className="font-mono text-sm leading-relaxed wrap-anywhere whitespace-pre-wrap">
      <Linked text={text.trimEnd()} links={links} />
    </div>
  </article>
)

/** The text as it was sent, with its links to follow. Opening one spends nothing. */
function Linked({ text, links }: { text: string; links: string[] }) {
  return text.split(/(https?:\/\/\S+)/).map((part, at) =>
    links.includes(part) ? (
      <a key={at} href={part} rel="noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  )
}
