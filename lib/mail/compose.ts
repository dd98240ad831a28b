import 'server-only'
import { html, Html } from '@/lib/html'

/** What a mail says, once: text and HTML are made of it. */
export type MailContent = {
  to: string
  subject: string
  paragraphs: Paragraph[]
}

/** A sentence, or one that ends in a link: `label` is on its button. */
export type Paragraph = string | { text: string; link: string; label: string }

const greeting = 'Hello,'
const signature = 'Bothways'

/** The mail: its text, the same in HTML, and its links in their order. Every value is escaped. */
export const composeMail = ({ to, subject, paragraphs }: MailContent): Mail => ({
  to,
  subject,
  text: `${[greeting, ...paragraphs.map(asText), signature].join('\n\n')}\n`,
  html: asDocument(subject, paragraphs).text,
  links: paragraphs.flatMap((paragraph) => (typeof paragraph === 'string' ? [] : [paragraph.link])),
})

const asText = (paragraph: Paragraph) =>
  typeof paragraph === 'string' ? paragraph : `${paragraph.text}\n${paragraph.link}`

/**
 * The colours of app/theme.css. Light ones are inline, since some mail programs know nothing else; dark ones are in a
 * style sheet, for those that ask what the reader prefers. No picture, no font, nothing that is fetched: nobody learns
 * that the mail was opened.
 */
const paper = 'background-color:#fcfcfa;color:#1c1d1a'
const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"
const styleSheet = new Html(`:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .paper { background-color: #141513 !important; color: #edede7 !important; }
  .ruled { border-color: #31332f !important; }
  .muted, .muted a { color: #a6a79f !important; }
  .first { background-color: #edede7 !important; border-color: #edede7 !important; color: #141513 !important; }
  .other { background-color: #1b1c1a !important; border-color: #767870 !important; color: #edede7 !important; }
}`)

const paragraphStyle = 'margin:0 0 16px'
const buttonStyle = {
  first: 'background-color:#1c1d1a;border:1px solid #1c1d1a;color:#ffffff',
  other: 'background-color:#ffffff;border:1px solid #85867e;color:#1c1d1a',
}

function asHtml(paragraph: Paragraph, rank: keyof typeof buttonStyle): Html {
  if (typeof paragraph === 'string') return html`<p style="${paragraphStyle}">${paragraph}</p>`
  const { text, link, label } = paragraph
  const button = `${buttonStyle[rank]};display:inline-block;padding:11px 20px;border-radius:6px;font-weight:500;text-decoration:none`
  return html`<p style="${paragraphStyle}">${text}</p>
    <p style="margin:0 0 8px"><a class="${rank}" href="${link}" style="${button}">${label}</a></p>
    <p
      class="muted"
      style="margin:0 0 24px;font-size:14px;line-height:1.5;color:#5b5c56;overflow-wrap:anywhere;word-break:break-word"
    >
      <a href="${link}" style="color:#5b5c56">${link}</a>
    </p>`
}

function asDocument(subject: string, paragraphs: Paragraph[]): Html {
  const firstLink = paragraphs.find((paragraph) => typeof paragraph !== 'string')
  const body = paragraphs.map((paragraph) => asHtml(paragraph, paragraph === firstLink ? 'first' : 'other'))
  return html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${subject}</title>
        <style>
          ${styleSheet}
        </style>
      </head>
      <body class="paper" style="margin:0;padding:0;${paper}">
        <div
          class="paper"
          lang="en"
          style="${paper};${font};font-size:16px;line-height:1.6;padding:32px 20px"
        >
          <div style="max-width:560px;margin:0 auto">
            <p
              class="ruled"
              style="margin:0 0 24px;padding:0 0 12px;border-bottom:1px solid #e2e2dc;font-weight:600"
            >
              ${signature}
            </p>
            <h1 style="margin:0 0 16px;font-size:22px;line-height:1.25;font-weight:600">${subject}</h1>
            <p style="${paragraphStyle}">${greeting}</p>
            ${body}
            <p style="margin:24px 0 0">${signature}</p>
          </div>
        </div>
      </body>
    </html> `
}

/**
 * One mail to one person. `html` says what `text` says. `links` are the URLs in `text`, for whoever must follow one
 * without reading.
 */
export type Mail = { to: string; subject: string; text: string; html: string; links: string[] }

/** A mail of the local outbox. `sentAt` is ISO 8601; `htmlId` names its HTML, null where it has none. */
export type SentMail = Omit<Mail, 'html'> & { sentAt: string; htmlId: string | null }

/** The mail server did not take the mail: answer 503, and acknowledge nothing that needs it. */
export class MailUnavailable extends Error {
  override name = 'MailUnavailable'
}
