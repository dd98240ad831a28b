import type { Anonymous, Unavailable } from '@/lib/auth/contract'
import type { Exchange } from '@/lib/client'
import { wordsOf, type RefusalBody } from '../../words-of'

export { api } from '@/app/components/api-client'

/** One request and its answer, as they went over the wire, for the page to show. */
export type ShownExchange = {
  id: number
  method: string
  url: string
  sent: Record<string, string>
  body: string | null
  /** 0: no answer came */
  status: number
  milliseconds: number
  /** those that say something about tokens and proofs */
  headers: Record<string, string>
  answer: string
  /** why it was refused, in the server's words; null where it was not */
  reason: string | null
}

type Answer = Exchange & ({ ok: true } | { ok: false; problem: RefusalBody | null })

const shown = [
  'content-type',
  'www-authenticate',
  'dpop-nonce',
  'cache-control',
  'server-timing',
  'retry-after',
]
let count = 0

/** What a call came to, to be shown. */
export const toExchange = (answer: Answer): ShownExchange =>
  shownExchange(answer, answer.ok ? null : reasonOf(answer))

/** The same, after the request before it, where a proof had to be made again with a nonce of the server. */
export const toExchanges = (answer: Answer): ShownExchange[] => [
  ...(answer.withoutNonce
    ? [shownExchange(answer.withoutNonce, 'The proof lacked the server’s nonce.')]
    : []),
  toExchange(answer),
]

function shownExchange({ sent, status, headers, text, ms }: Exchange, reason: string | null): ShownExchange {
  return {
    id: ++count,
    method: sent.method,
    url: sent.path,
    sent: sent.headers,
    body: sent.body,
    status,
    milliseconds: Math.round(ms * 10) / 10,
    headers: Object.fromEntries([...headers].filter(([name]) => shown.includes(name))),
    answer: text,
    reason,
  }
}

/** A status of 200 to 299. Not so where no answer came. */
export const isOk = ({ status }: ShownExchange) => status >= 200 && status < 300

/** Why something was refused, in the server's words: those of the challenge before those of the body. */
export function reasonOf({ status, headers, problem }: Extract<Answer, { ok: false }>): string {
  if (status === 0) return 'No answer came.'
  const challenge = /error_description="([^"]*)"/.exec(headers.get('www-authenticate') ?? '')?.[1]
  const because = (state: Anonymous | Unavailable) =>
    state.status === 'anonymous' ? state.because : undefined
  return challenge ?? (problem && wordsOf(problem, because)) ?? `Status ${status}.`
}
