import 'server-only'
import { asvs, rfc, w3cDeviceBound } from '@/lib/standards'
import { byStrategy, strategyIds, type StrategyId } from '@/lib/strategies'
import { ranked } from './decide'
import { clientTypeFor, type OAuthClientType } from './client-type'
import { questions, type Answers } from './questions'

/** What a reason stands on. */
export type Evidence = { experiment: ExperimentSlug; clause: ClauseId }

/** The experiments that the guide leans on, by their slugs in the lab. */
export const experimentSlugs = [
  'replay-after-sign-out',
  'remote-revocation',
  'password-change',
  'role-change',
  'user-disabled',
  'stolen-by-script',
  'cross-site-request',
  'algorithm-confusion',
  'refresh-token-theft',
  'two-tabs',
  'database-outage',
  'slow-database',
  'database-leak',
  'signing-key-rotation',
  'clock-skew',
  'growth',
] as const
export type ExperimentSlug = (typeof experimentSlugs)[number]

/** The experiments in which all strategies came out alike: they speak for none of them. Held to it by a test. */
export const undecided = ['tampering', 'restart'] as const

/** Where a standard says it. */
export const clauses = {
  cookieHeader: rfc(6265, '5.4'),
  cookieLimits: rfc(6265, '6.1'),
  hostCookie: asvs('3.3.3'),
  httpOnly: asvs('3.3.4'),
  forgery: asvs('3.5.1'),
  signOut: asvs('7.4.1'),
  disabled: asvs('7.4.2'),
  factorChange: asvs('7.4.3'),
  ownSessions: asvs('7.5.2'),
  tokenPurpose: asvs('9.2.2'),
  onlyWhereNeeded: asvs('10.1.1'),
  senderConstrained: asvs('10.3.5'),
  atomic: asvs('15.4.2'),
  clientTypes: rfc(6749, '2.1'),
  bearerHeader: rfc(6750, '2.1'),
  digests: rfc(6819, '5.1.4.1.3'),
  selfContained: rfc(7009, '3'),
  leeway: rfc(7519, '4.1.4'),
  introspection: rfc(7662, '2'),
  nativeSecret: rfc(8252, '8.5'),
  withoutAsking: rfc(9068, '1'),
  tokenValidation: rfc(9068, '4'),
  unavailable: rfc(9110, '15.6.4'),
  proofReplay: rfc(9449, '11.1'),
  boundTheft: rfc(9449, '11.4'),
  pkce: rfc(9700, '2.1.1'),
  refreshRotation: rfc(9700, '4.14.2'),
  backendForFrontend: rfc(10017, '6.1'),
  deviceBound: w3cDeviceBound,
} as const
export type ClauseId = keyof typeof clauses

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
