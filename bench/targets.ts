import { strategies, strategyIds, type StrategyId } from '@/lib/strategies'
import type { Figure } from './figures'

/** What the figures should be, all on one machine in one run. A target that is missed is said, and fails nothing. */

export type Target = { atLeast: number } | { atMost: number }
export type Verdict = 'met' | 'missed'

/** Requests per second with the strategy ÷ without a question, with the same headers. A proof costs a signature each time. */
const leastToNone = (id: StrategyId) => (strategies[id].proof === 'each-request' ? 0.8 : 0.95)

/** What comes nearest in Better Auth. It has nothing that is bound to a key: there it is what is not bound. */
export function nearest(id: StrategyId): string {
  const { carrier, lookup } = strategies[id]
  if (carrier === 'cookie')
    return lookup === 'each-request' ? 'Better Auth, database' : 'Better Auth, cookie cache'
  return lookup === 'each-request' ? 'Better Auth, bearer' : 'Better Auth, JWT verified'
}

/** The names of figures that more than one file needs. */
export const names = {
  toNone: (id: StrategyId) => `${id} ÷ none`,
  toBetterAuth: (id: StrategyId) => `${id} ÷ ${nearest(id)}`,
  toIron: 'jwt ÷ iron-session',
  page: 'protected page ÷ public page',
  storm: (route: string) => `p99 of ${route} during 50 sign-ins ÷ idle`,
  signIns: 'sign-ins per second ÷ (cores ÷ CPU time of one hash)',
  signInRoundTrips: 'round trips of a password sign-in',
  revocation: 'longest time that another instance accepted a session that was ended',
  lookup: (most: string) => `look-up among ${most} sessions ÷ among 10⁴`,
  script: 'JavaScript of the sign-in page above an empty page, gzip',
}

const entries: [name: string, target: Target][] = [
  ...strategyIds.map((id): [string, Target] => [names.toNone(id), { atLeast: leastToNone(id) }]),
  ...strategyIds.map((id): [string, Target] => [names.toBetterAuth(id), { atLeast: 1.5 }]),
  [names.toIron, { atLeast: 1.5 }],
  [names.page, { atLeast: 0.95 }],
  ...[...strategyIds, '/healthz'].map((route): [string, Target] => [names.storm(route), { atMost: 2 }]),
  [names.signIns, { atLeast: 0.85 }],
  [names.signInRoundTrips, { atMost: 4 }],
  [names.revocation, { atMost: 50 }],
  [names.lookup('10⁷'), { atMost: 1.3 }],
  [names.script, { atMost: 2 }],
]

/** By the name of the figure. */
export const targets: ReadonlyMap<string, Target> = new Map(entries)

/** By the median. Does NOT look at the spread: the table shows it beside. */
export function verdictOf({ median }: Pick<Figure, 'median'>, target: Target): Verdict {
  const isMet = 'atLeast' in target ? median >= target.atLeast : median <= target.atMost
  return isMet ? 'met' : 'missed'
}

/** For people: "≥ 0.85". */
export const written = (target: Target) =>
  'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`
