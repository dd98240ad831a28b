import 'server-only'

/** The guide: answers in, a strategy and a flow out, with the reasons. Keeps nothing and asks nobody. */
export { codeOf } from './code'
export { decide, type Decision, type Reason } from './decide'
export { clauses, type Evidence } from './evidence'
export type { Flow } from './flow'
export { addressOf, answersFrom, questions, type Answers } from './questions'
export { flowTable, type TableRow } from './table'
