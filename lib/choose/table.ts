import 'server-only'
import { byStrategy, strategyIds, type StrategyId } from '@/lib/strategies'
import { ranked } from './decide'
import { clientTypeFor, type OAuthClientType } from './client-type'
import { questions, type Answers } from './questions'

/** For one strategy: in how many situations it is the answer, and with which client. */
export type TableRow = Record<OAuthClientType['client'], number>
export type Table = Record<StrategyId, TableRow>

/** Every way to answer every question. */
export const allAnswers = (): Answers[] =>
  questions.reduce<Answers[]>(
    (all, { id, options }) =>
      all.flatMap((answers) => options.map((option) => ({ ...answers, [id]: option.id }))),
    [{}],
  )

let table: Table | undefined

/** Strategy × flow, counted over every situation in which an OpenID Provider takes part. Worked out once. */
export const flowTable = (): Table => (table ??= count())

function count(): Table {
  const rows = byStrategy(strategyIds, none)
  for (const answers of allAnswers()) {
    const [strategy] = ranked(answers)
    if (answers.provider !== 'own' && strategy) rows[strategy][clientTypeFor(answers, strategy).client] += 1
  }
  return rows
}

const none = (): TableRow => ({ confidential: 0, public: 0 })
