import { describe, expect, test } from 'vitest'
import { strategyRegistry, type StrategyId } from '@/lib/auth'
import { experiments } from '@/lib/lab'
import committed from '@/lib/lab/results/committed.json'
import { run } from '@/lib/lab/results'
import { clauses, experimentSlugs, undecided } from '../evidence'
import { questions, type Answers } from '../questions'
import type { When } from './rule'
import { vetoes } from './vetoes'
import { warnings } from './warnings'
import { weights } from './weights'

type Outcome = NonNullable<(typeof seen)[string]['outcomes'][StrategyId]>

const ids = Object.keys(strategyRegistry) as StrategyId[]
const rules = [...vetoes, ...weights, ...warnings]
const seen = run.parse(committed)
const outcomeOf = (experiment: string, id: StrategyId): Outcome => seen[experiment]!.outcomes[id]!
const of = (experiment: string, is: (outcome: Outcome) => boolean) =>
  ids.filter((id) => is(outcomeOf(experiment, id)))

/** Answers that ask for nothing: nobody audits, only own scripts, little to carry, copies that end soon. */
const quiet = { audit: 'no', scripts: 'own', claims: 'few', copies: 'no' }

describe('the questions', () => {
  test.each(questions.flatMap(({ id, options }) => options.map((option) => [id, option.id] as const)))(
    '%s: “%s” is heard by a rule, or asks for nothing',
    (id, answer) => {
      const isHeard = rules.some(({ when }) => (when[id] as readonly string[] | undefined)?.includes(answer))
      expect(isHeard).toBe(quiet[id as keyof typeof quiet] !== answer)
    },
  )
})

describe('a veto forbids the strategies of which the committed run showed that', () => {
  /** by the answers under which it applies */
  const shown: [when: Answers, what: string, is: (outcome: Outcome) => boolean][] = [
    [{ revocation: 'at-once' }, 'a revoked session is not refused at once', (o) => o.result !== 'resists'],
    [{ caller: 'pages' }, 'nothing is sent by itself', (o) => /nothing comes along/.test(o.verdict)],
    [{ origins: 'others' }, 'no key is named', (o) => /names no signing key/.test(o.verdict)],
    [
      { client: 'device' },
      'no script keeps it',
      ({ measured = {} }) => Object.keys(measured).some((place) => place.startsWith('kept in a cookie')),
    ],
  ]

  test.each(shown)('%j: %s', (when, _, is) => {
    const [question, answer] = Object.entries(when)[0]!
    const found = vetoes.filter((veto) =>
      (veto.when[question as keyof Answers] as readonly string[] | undefined)?.includes(answer),
    )
    expect(found).toHaveLength(1)
    const [{ vetoes: forbidden, evidence }] = found as [(typeof vetoes)[number]]
    expect([...forbidden]).toEqual(of(evidence.experiment, is))
  })

  test('and none is left out', () => expect(vetoes).toHaveLength(shown.length))
})

describe('a weight', () => {
  /** What is quoted is then a price, which the reader said they can pay. */
  const acceptedPrice = (when: (typeof weights)[number]['when']) =>
    when.revocation?.some((answer) => answer !== 'at-once') ||
    when.lookup?.includes('little') ||
    when.outage?.includes('refuse')
  /** Whether a veto applies wherever the rule does. */
  const isUnder = (rule: When, veto: When) =>
    Object.entries(veto).every(([id, answers]) => {
      const given: readonly string[] | undefined = rule[id as keyof Answers]
      return given !== undefined && given.every((answer) => (answers as readonly string[]).includes(answer))
    })
  const worth = { resists: 2, 'time-limited': 1, vulnerable: 0 }

  test.each(weights.map((rule) => [rule.because, rule] as const))(
    'quotes an experiment that told apart what it prefers: %s',
    (_, { weights: given, evidence: { experiment } }) => {
      const verdicts = (preferred: boolean) =>
        ids.filter((id) => (given[id] ?? 0) > 0 === preferred).map((id) => outcomeOf(experiment, id).verdict)
      const [preferred, others] = [verdicts(true), verdicts(false)]
      expect(preferred.some((verdict) => others.some((other) => other !== verdict))).toBe(true)
    },
  )

  test.each(weights.filter(({ when }) => !acceptedPrice(when)).map((rule) => [rule.because, rule] as const))(
    'prefers none that stood worse in it: %s',
    (_, { when, weights: given, evidence: { experiment } }) => {
      const worthOf = (id: StrategyId) => worth[outcomeOf(experiment, id).result]
      const preferred = ids.filter((id) => (given[id] ?? 0) > 0)
      const forbidden = vetoes.filter((veto) => isUnder(when, veto.when)).flatMap((veto) => veto.vetoes)
      const others = ids.filter((id) => !preferred.includes(id) && !forbidden.includes(id))
      expect(Math.min(...preferred.map(worthOf))).toBeGreaterThanOrEqual(Math.max(...others.map(worthOf)))
    },
  )
})

describe('the evidence', () => {
  test('is every experiment there is, but those in which all strategies came out alike', () => {
    const there = new Set(experiments.map(({ slug }) => slug))
    expect(new Set<string>([...experimentSlugs, ...undecided])).toEqual(there)
    for (const experiment of undecided)
      expect(new Set(ids.map((id) => outcomeOf(experiment, id).verdict)).size, experiment).toBe(1)
  })

  test('is all used: each experiment, and each clause', () => {
    const used = rules.map(({ evidence }) => evidence)
    expect(new Set(used.map(({ experiment }) => experiment))).toEqual(new Set(experimentSlugs))
    const cited = new Set<string>([...used.map(({ clause }) => clause), 'pkce'])
    expect(cited).toEqual(new Set(Object.keys(clauses)))
  })
})
