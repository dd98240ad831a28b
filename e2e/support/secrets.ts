import type { Answer } from './client'

/** Every value that could open something: cookies that were set, tokens of mails, CSRF tokens. */
export function secretsOf(answers: Answer[]) {
  const cookies = answers.flatMap(({ setCookies }) =>
    setCookies.map((line) => line.split(';')[0]!.split('=').slice(1).join('=')),
  )
  const tokens = answers.flatMap(({ text }) => [...text.matchAll(/[\w-]{43,}/g)].map(([token]) => token))
  return [...new Set([...cookies, ...tokens])].filter((value) => value.length >= 20)
}
