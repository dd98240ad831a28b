import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { strategyRegistry, type StrategyId } from '@/lib/auth'
import { decide, needed, ranked } from './decide'
import { addressOf, questions, type Answers } from './questions'
import { applies } from './rules/rule'
import { vetoes } from './rules/vetoes'
import { allAnswers, flowTable } from './evidence'

const ids = Object.keys(strategyRegistry) as StrategyId[]
const complete = allAnswers()
const decided = complete.map((answers) => ({ answers, decision: decide(answers)! }))

/** Some answers given, some not. */
const some = fc
  .record(
    Object.fromEntries(
      questions.map(({ id, options }) => [id, fc.constantFrom(...options.map((o) => o.id))]),
    ),
    { requiredKeys: [] },
  )
  .map((answers) => answers as Answers)
const enough = some.filter((answers) => needed.every((id) => answers[id]))

describe('every combination of answers', () => {
  test('is tried', () => {
    expect(complete).toHaveLength(questions.reduce((product, { options }) => product * options.length, 1))
  })

  test('has a strategy that no veto forbids, and at least two reasons', () => {
    for (const { answers, decision } of decided) {
      const { strategy, runnerUp, reasons, vetoes: told } = decision
      const forbidden = vetoes.filter(({ when }) => applies(when, answers))
      const isForbidden = (id: StrategyId | null) => forbidden.some((veto) => id && veto.vetoes.includes(id))
      const isFine =
        isDeepStrictEqual(told, forbidden) &&
        !isForbidden(strategy) &&
        !isForbidden(runnerUp) &&
        reasons.length >= 2
      if (!isFine) expect.fail(`${addressOf(answers)}: ${JSON.stringify(decision)}`)
    }
  })

  test('has no client that is public and has a secret, nor a device that is trusted with one', () => {
    for (const { answers, decision } of decided) {
      const { client, secret } = decision.flow
      const isFine = secret === (client === 'confidential') && secret === (answers.client === 'server')
      if (!isFine) expect.fail(addressOf(answers))
    }
  })
})

describe('answers that are not complete', () => {
  test('are no answer without the needed ones, and never fail with them', () => {
    fc.assert(
      fc.property(some, (answers) => {
        expect(decide(answers) === null).toBe(needed.some((id) => !answers[id]))
      }),
    )
  })

  test('get at least two reasons too, a veto of the others among them', () => {
    fc.assert(
      fc.property(enough, (answers) => {
        const { reasons, vetoes: told } = decide(answers)!
        expect(reasons.length + told.length).toBeGreaterThanOrEqual(2)
      }),
      { numRuns: 2000 },
    )
  })

  test('are tipped by what is said to tip them, and by nothing else', () => {
    fc.assert(
      fc.property(enough, (answers) => {
        const { strategy, tips } = decide(answers)!
        for (const { id, options } of questions)
          for (const option of options) {
            const [other] = ranked({ ...answers, [id]: option.id })
            const said = tips.find((tip) => tip.question === id && tip.answer === option.id)
            expect(said?.strategy).toBe(other === strategy ? undefined : other)
          }
      }),
    )
  })
})

describe('the table of strategy and flow', () => {
  const table = flowTable()
  const share = (...of: StrategyId[]) => {
    const [secret, all] = of
      .map((id) => table[id])
      .reduce(([s, a], row) => [s + row.confidential, a + row.confidential + row.public], [0, 0])
    return secret / all
  }

  test('sessions: the Authorization Code Flow; tokens: PKCE; hybrid: PKCE most likely, both possible', () => {
    expect(share('database', 'jwt')).toBeGreaterThan(0.66)
    expect(share('bearer')).toBeLessThan(0.5)
    expect(share('hybrid')).toBeLessThan(0.5)
    expect(table.hybrid.confidential).toBeGreaterThan(0)
    expect(table.hybrid.public).toBeGreaterThan(0)
  })

  test.each<[what: string, answers: Answers, strategy: StrategyId, client: 'confidential' | 'public']>([
    [
      'a traditional web application',
      { caller: 'pages', revocation: 'at-once', client: 'server', provider: 'outside' },
      'database',
      'confidential',
    ],
    [
      'a single-page app that signs in by itself',
      { caller: 'spa', revocation: 'minutes', client: 'device', provider: 'outside' },
      'bearer',
      'public',
    ],
    [
      'a native app',
      { caller: 'native', revocation: 'minutes', client: 'device', provider: 'outside' },
      'bearer',
      'public',
    ],
    [
      'a single-page app whose sessions end at once',
      { caller: 'spa', revocation: 'at-once', client: 'device', provider: 'outside' },
      'hybrid',
      'public',
    ],
    [
      'tokens for other sites, from a server',
      { caller: 'spa', revocation: 'at-once', client: 'server', provider: 'outside', origins: 'others' },
      'hybrid',
      'confidential',
    ],
    [
      'rendered pages, far from the database',
      { caller: 'pages', revocation: 'minutes', client: 'server', lookup: 'much', outage: 'go-on' },
      'jwt',
      'confidential',
    ],
  ])('%s', (_, answers, strategy, client) => {
    expect(decide(answers)).toMatchObject({ strategy, flow: { client } })
  })

  test('every strategy is the answer to something', () => {
    for (const id of ids) expect(table[id].confidential + table[id].public).toBeGreaterThan(0)
  })
})
