import 'server-only'
import { byStrategy, strategyIds, type StrategyId } from '@/lib/strategies'
import type { Evidence } from './evidence'
import { clientTypeFor, type OAuthClientType } from './client-type'
import { questions, type Answers, type QuestionId } from './questions'
import { applies, type Veto, type Warning, type Weight } from './rules/rule'
import { vetoes } from './rules/vetoes'
import { warnings } from './rules/warnings'
import { weights } from './rules/weights'

/** Without these there is nothing to say. */
export const needed = ['caller', 'revocation'] as const satisfies readonly QuestionId[]

/** One answer given otherwise, and what would come out. */
export type Tip = { question: QuestionId; answer: string; strategy: StrategyId }
/** `strategies`: of which the evidence is to be quoted, the one it speaks for first */
export type Reason = { because: string; evidence: Evidence; strategies: readonly StrategyId[] }

export type Decision = {
  strategy: StrategyId
  flow: OAuthClientType
  /** false as long as nobody but the app itself proves who somebody is */
  flowNeeded: boolean
  /** the strongest first; vetoes of others are not among them */
  reasons: Reason[]
  /** what speaks for another that is allowed, and did not prevail */
  against: Reason[]
  vetoes: Veto[]
  /** null where a veto forbids every other */
  runnerUp: StrategyId | null
  tips: Tip[]
  warnings: Warning[]
}

/**
 * The strategies that no veto forbids, the best first. Where the sums are equal the earlier of the table wins: it has
 * the fewer parts. Never empty: see the test.
 */
export function ranked(answers: Answers): StrategyId[] {
  const forbidden = new Set(vetoesFor(answers).flatMap((veto) => veto.vetoes))
  const heard = weightsFor(answers)
  const sums = byStrategy(strategyIds, (id) => heard.reduce((sum, rule) => sum + weightOf(rule, id), 0))
  return strategyIds
    .filter((strategy) => !forbidden.has(strategy))
    .toSorted((one, other) => sums[other] - sums[one])
}

/** Answers with a strategy and a flow; null as long as one of the `needed` questions is open. */
export function decide(answers: Answers): Decision | null {
  if (needed.some((id) => !answers[id])) return null
  const allowed = ranked(answers)
  const [strategy, runnerUp = null] = allowed
  if (!strategy) throw new Error('The vetoes forbid every strategy')
  return {
    strategy,
    flow: clientTypeFor(answers, strategy),
    flowNeeded: answers.provider !== 'own',
    reasons: reasonsFor(answers, strategy, runnerUp),
    against: reasonsAgainst(answers, allowed),
    vetoes: vetoesFor(answers),
    runnerUp,
    tips: tipsFor(answers, strategy, runnerUp),
    warnings: warnings.filter((rule) => rule.strategies.includes(strategy) && applies(rule.when, answers)),
  }
}

const vetoesFor = (answers: Answers) => vetoes.filter(({ when }) => applies(when, answers))
const weightsFor = (answers: Answers) => weights.filter(({ when }) => applies(when, answers))

const weightOf = ({ weights: all }: Weight, strategy: StrategyId) => all[strategy] ?? 0

/** Quoted of the runner-up too, where it speaks less for that: it is what the choice was between. */
const reasonsFor = (answers: Answers, strategy: StrategyId, runnerUp: StrategyId | null): Reason[] =>
  weightsFor(answers)
    .filter((rule) => weightOf(rule, strategy) > 0)
    .toSorted((one, other) => weightOf(other, strategy) - weightOf(one, strategy))
    .map((rule) => {
      const isOutdone = runnerUp && weightOf(rule, runnerUp) < weightOf(rule, strategy)
      return quoting(rule, isOutdone ? [strategy, runnerUp] : [strategy])
    })

/** What asks for others that are allowed: those got weight from it where this one got none. */
const reasonsAgainst = (answers: Answers, [strategy, ...others]: readonly StrategyId[]): Reason[] =>
  weightsFor(answers)
    .filter((rule) => weightOf(rule, strategy!) <= 0)
    .map((rule) => quoting(rule, [...others.filter((other) => weightOf(rule, other) > 0), strategy!]))
    .filter(({ strategies }) => strategies.length > 1)

const quoting = ({ because, evidence }: Weight, strategies: StrategyId[]): Reason => ({
  because,
  evidence,
  strategies,
})

/** Each question answered otherwise, once: what would change the strategy. What leads to the runner-up comes first. */
const tipsFor = (answers: Answers, strategy: StrategyId, runnerUp: StrategyId | null): Tip[] =>
  allTips(answers, strategy).toSorted(
    (one, other) => Number(other.strategy === runnerUp) - Number(one.strategy === runnerUp),
  )

const allTips = (answers: Answers, strategy: StrategyId): Tip[] =>
  questions.flatMap(({ id, options }) =>
    options
      .filter((option) => option.id !== answers[id])
      .map((option) => ({
        question: id,
        answer: option.id,
        strategy: ranked({ ...answers, [id]: option.id })[0]!,
      }))
      .filter((tip) => tip.strategy !== strategy),
  )
