import type { ApiAnswer } from './send-request'

/** An answer, for the log. */
export const took = ({ ms }: Pick<ApiAnswer, 'ms'>) => `${Math.max(1, Math.round(ms))} ms`

export const fault = ({ says, status }: ApiAnswer) => (status === 0 ? 'The server did not answer.' : says)

export const answered = (path: string, answer: ApiAnswer) =>
  `${path} answered ${answer.status || 'nothing'} in ${took(answer)}: ${answer.says.replace(/\.$/, '')}.`

/** What became of a credential. A server that cannot tell has refused nothing. */
export function verdictOn({ status, says }: ApiAnswer) {
  if (status === 200) return 'accepted'
  return status >= 400 && status < 500 ? `refused (${says})` : 'neither accepted nor refused'
}
