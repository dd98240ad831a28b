import { durationInWords } from '@/lib/display'
import type { Anonymous, Unavailable } from '@/lib/auth/contract'
import type { Exchange, ApiAnswerOf, Reading } from '@/lib/client'
import { wordsOf } from '../words-of'

/** An answer of the API as a column shows it: figures, and what it comes down to in a few words. */
export type ShownAnswer = {
  /** 0: no answer came */
  status: number
  /** until the last byte was read */
  ms: number
  /** by the server: to know who asks */
  authMs: number | null
  /** by the server */
  queries: number | null
  /** of the body */
  bytes: number
  says: string
}

type Refused = Exchange & { ok: false; problem: Extract<ApiAnswerOf<Reading>, { ok: false }>['problem'] }

/**
 * `ms` was measured here, `authMs` and `queries` are what the server says in `Server-Timing`: null where it says
 * nothing.
 */
export function shownAnswer(answer: ApiAnswerOf<Reading>): ShownAnswer {
  const timing = answer.headers.get('Server-Timing') ?? ''
  return {
    status: answer.status,
    ms: answer.ms,
    authMs: numberIn(/\bauth;dur=([\d.]+)/, timing),
    queries: numberIn(/\bdb;desc="(\d+)/, timing),
    bytes: answer.bytes,
    says: answer.ok ? gist(answer.value) : reason(answer),
  }
}

const numberIn = (pattern: RegExp, text: string) => {
  const [, digits] = pattern.exec(text) ?? []
  return digits === undefined ? null : Number(digits)
}

function gist(value: Extract<ApiAnswerOf<Reading>, { ok: true }>['value']): string {
  if ('users' in value) return `${value.users} users`
  return 'user' in value ? value.status : `${value.sessions.length} sessions`
}

/** Why something was refused, in the words of the server, and when to come back. */
function reason({ status, headers, problem }: Refused): string {
  const seconds = headers.get('Retry-After')
  const words = problem ? wordsOf(problem, stateInWords) : status === 0 ? 'No answer' : `Status ${status}`
  return seconds === null ? words : `${words} Retry after ${durationInWords(Number(seconds))}.`
}

const stateInWords = (state: Anonymous | Unavailable) =>
  state.status === 'anonymous' ? `${state.status}: ${state.because}` : 'Cannot tell.'

/** The same in a sentence of its own. */
export const fault = (refused: Refused) =>
  refused.status === 0 ? 'The server did not answer.' : reason(refused)

/** In whole milliseconds, at least 1. */
export const took = ({ ms }: Pick<Exchange, 'ms'>) => `${Math.max(1, Math.round(ms))} ms`

/** An answer, for the log. */
export const answered = (path: string, answer: ShownAnswer) =>
  `${path} answered ${answer.status || 'nothing'} in ${took(answer)}: ${answer.says.replace(/\.$/, '')}.`

/** What became of a credential. A server that cannot tell has refused nothing. */
export function verdictOn({ status, says }: ShownAnswer) {
  if (status === 200) return 'accepted'
  return status >= 400 && status < 500 ? `refused (${says})` : 'neither accepted nor refused'
}
