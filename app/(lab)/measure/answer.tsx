import { strategies } from '@/lib/strategies'
import { crossingsOf, quoteOf, type Crossing } from '@/lib/lab/measure/findings'
import type { Measurement, Reading } from '@/lib/lab/measure/measurement'

const list = new Intl.ListFormat('en')

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** "from 5 ms of added delay on" */
const from = (fromMs: number | null) =>
  fromMs === null
    ? 'at none of the delays that were measured'
    : fromMs === 0
      ? 'at every delay that was measured, none at all included'
      : `from ${fromMs} ms of added delay on`

/** One sentence for each answer: the strategies that have it in common. */
export function crossingSentences(crossings: readonly Crossing[]): string[] {
  const answers = [...new Set(crossings.map(({ fromMs }) => fromMs))]
  return answers.map((answer) => {
    const same = crossings.filter(({ fromMs }) => fromMs === answer)
    const others = list.format(same.map(({ lookedUp }) => `the ${strategies[lookedUp].noun}`))
    return `The ${strategies[same[0]!.jwt].noun} is faster than ${others} ${from(answer)}.`
  })
}

/** Those of one of the two processes. */
export const crossingsAt = (run: Measurement, reading: Reading) =>
  crossingsOf(run).filter((crossing) => crossing.reading === reading)

/** What a run says, in a sentence: derived from its figures whenever it is shown. */
export function answerOf(run: Measurement): string {
  const quote = quoteOf(run)
  if (!quote) return 'What a request costs under each strategy.'
  const { lookedUp, lookedUpMs, jwt, jwtMs } = quote
  const crossing = crossingsAt(run, 'row').find((one) => one.lookedUp === lookedUp)
  const memory = crossingsAt(run, 'memory').find((one) => one.lookedUp === lookedUp)
  return capitalised(
    `the median request that asks who it is takes ${jwtMs.toFixed(2)} ms under the ${strategies[jwt].noun}, and ${lookedUpMs.toFixed(2)} ms under the ${strategies[lookedUp].noun} whose row is read each time. The ${strategies[jwt].noun} is faster ${from(crossing?.fromMs ?? null)}; where sessions stay in memory, ${from(memory?.fromMs ?? null)}.`,
  )
}
