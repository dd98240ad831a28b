import 'server-only'

/** The guide: answers in, a strategy and a flow out, with the reasons. Keeps nothing and asks nobody. */
export { codeOf, type Code } from './code'

export { decide, type Decision, type Reason } from './decide'
export { clauses, undecided, type Evidence } from './evidence'
export type { OAuthClientType } from './client-type'
export { addressOf, answersFrom, isTidy, questions, type Answers, type Query } from './questions'
export { flowTable, type TableRow } from './evidence'
