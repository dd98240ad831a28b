import 'server-only'
import { env } from '@/lib/env'
import type { ReadableSpan } from '@/lib/trace'
import { sqlLabel, sqlParts } from './sql'
import type { Lane, Message, Part } from './recording'
import { durationMs, number, pairs, startMs, text } from './spans'

/** What one span shows on the diagram. */

/** As it is written: what is masked in it must not be encoded. */
const path = (url: string) => /^https?:\/\/[^/]+([^?]*)/.exec(url)?.[1] ?? url
const isProvider = (span: ReadableSpan) =>
  URL.canParse(text(span, 'wire.url')) && new URL(text(span, 'wire.url')).port === String(env().OIDC_PORT)
const other = (span: ReadableSpan): Lane => (isProvider(span) ? 'provider' : 'app')

const at = (span: ReadableSpan, began: number, isAnswer = false) => ({
  startMs: startMs(span) - began + (isAnswer ? durationMs(span) : 0),
  durationMs: isAnswer ? durationMs(span) : 0,
})

const body = (title: string, of: string): Part[] => (of ? [{ title, text: of }] : [])

/** What tells something stands first; what is the same at every answer, last. */
const telling =
  /^(authorization|dpop|dpop-nonce|cookie|set-cookie|sec-secure-session-.*|secure-session-.*|location|content-type|origin|www-authenticate|cache-control|server-timing)$/

function headerLines(span: ReadableSpan, name: string) {
  const lines = pairs(span, name)
  const tells = ([header]: [string, string]) => telling.test(header)
  return [...lines.filter(tells), ...lines.filter((line) => !tells(line))]
}

const requestParts = (span: ReadableSpan): Part[] => [
  { title: 'Request', text: `${text(span, 'wire.method')} ${text(span, 'wire.url')}` },
  { title: 'Request headers', lines: headerLines(span, 'wire.request.headers') },
  ...body('Request body', text(span, 'wire.request.body')),
]

const answerParts = (span: ReadableSpan): Part[] => [
  { title: 'Status', text: text(span, 'wire.status') },
  { title: 'Response headers', lines: headerLines(span, 'wire.response.headers') },
  ...body('Response body', text(span, 'wire.response.body')),
]

const toneOf = (span: ReadableSpan) => (number(span, 'wire.status') >= 400 ? 'refused' : 'plain')

/** @param began when the recording did, milliseconds since 1970 */
export const requestMessage = (span: ReadableSpan, began: number): Message => ({
  from: 'browser',
  to: other(span),
  tone: 'plain',
  ...at(span, began),
  label: `${text(span, 'wire.method')} ${path(text(span, 'wire.url'))}`,
  parts: requestParts(span),
})

/** A status, and what it does to the browser: cookies written, somewhere else to go. */
export function answerMessage(span: ReadableSpan, began: number): Message {
  const headers = pairs(span, 'wire.response.headers')
  const cookies = headers.filter(([name]) => name === 'set-cookie').length
  const label = [
    text(span, 'wire.status'),
    ...(headers.some(([name]) => name === 'location') ? ['elsewhere'] : []),
    ...(cookies ? [`${cookies} Set-Cookie`] : []),
  ].join(', ')
  const from = other(span)
  return {
    from,
    to: 'browser',
    label,
    tone: toneOf(span),
    ...at(span, began, true),
    parts: answerParts(span),
  }
}

const ownWork: Record<string, string> = {
  'password.verify': 'Compare the password with its hash',
  'token.sign': 'Sign an access token',
  'token.verify': 'Verify the access token',
  'dpop.verify': 'Verify the proof of the key',
  'device-key.verify': 'Verify what the key of the device has signed',
  'token.encrypt': 'Encrypt the JWT',
  'token.decrypt': 'Decrypt the JWT',
  'id_token.verify': 'Verify the ID token',
  'mail.send': 'Send a mail',
}

const claims = (span: ReadableSpan): Part[] => [
  ...body('Header', text(span, 'token.header')),
  ...body('Claims', text(span, 'token.claims')),
]

/** @returns null for what has no place on it: Next's own spans, an act */
export function workMessage(span: ReadableSpan, began: number): Message | null {
  const took = { startMs: startMs(span) - began, durationMs: durationMs(span) }
  const app = { from: 'app', tone: 'plain', ...took } as const
  if (span.name === 'db.query')
    return { ...app, to: 'database', label: sqlLabel(span), parts: sqlParts(span) }
  if (span.name === 'provider.request')
    return {
      ...app,
      to: 'provider',
      tone: toneOf(span),
      label: `${text(span, 'wire.method')} ${path(text(span, 'wire.url'))}, ${text(span, 'wire.status')}`,
      parts: [...requestParts(span), ...answerParts(span)],
    }
  const label = ownWork[span.name]
  return label === undefined ? null : { ...app, to: 'app', label, parts: claims(span) }
}

/** What the browser keeps at the end of an act. @param began when the recording did, milliseconds since 1970 */
export const inBrowserMessage = (span: ReadableSpan, began: number): Message => {
  const lines = pairs(span, 'act.holds')
  const label = lines.length ? `Keep ${lines.length}` : 'Nothing kept'
  const ended = startMs(span) + durationMs(span) - began
  const parts = [{ title: 'What the browser holds now', lines }]
  return { from: 'browser', to: 'browser', label, tone: 'plain', startMs: ended, durationMs: 0, parts }
}
