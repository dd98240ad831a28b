import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { strategies, type StrategyId } from '@/lib/auth'
import { experiments } from '@/lib/lab'
import { codeOf } from './code'
import { decide, needed, ranked } from './decide'
import { clauses, experimentSlugs } from './evidence'
import { addressOf, answersFrom, questions, type Answers } from './questions'
import { applies, vetoes, warnings, weights } from './rules'
import { allAnswers, flowTable } from './table'

const ids = Object.keys(strategies) as StrategyId[]
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
      const { client, secret, pkce } = decision.flow
      const isFine =
        pkce && secret === (client === 'confidential') && secret === (answers.client === 'server')
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

describe('the rules', () => {
  const rules = [...vetoes, ...weights, ...warnings]

  test.each(questions.flatMap(({ id, options }) => options.map((option) => [id, option.id])))(
    '%s: “%s” is heard by one of them',
    (id, answer) => {
      const heard = rules.some(({ when }) =>
        (when[id as keyof Answers] as readonly string[])?.includes(answer),
      )
      // who says no to an audit asks for nothing; own scripts alone neither
      expect(heard || (id === 'audit' && answer === 'no') || (id === 'scripts' && answer === 'own')).toBe(
        true,
      )
    },
  )

  test('veto by what the strategies say of themselves, which the contract suite holds them to', () => {
    const which = (is: (id: StrategyId) => boolean) => ids.filter(is)
    const [revoked, rendered, ...elsewhere] = vetoes
    expect(revoked!.vetoes).toEqual(which((id) => !strategies[id].claims.endsAtOnce))
    const isCookie = (id: StrategyId) => strategies[id].claims.carriedBy === 'An HttpOnly cookie'
    expect(rendered!.vetoes).toEqual(which((id) => !isCookie(id)))
    for (const veto of elsewhere) expect(veto.vetoes).toEqual(which(isCookie))
  })

  test('use every clause and every experiment that is listed', () => {
    const used = rules.map(({ evidence }) => evidence)
    expect(new Set(used.map(({ experiment }) => experiment))).toEqual(new Set(experimentSlugs))
    const ofFlows = ['pkce', 'nativeSecret'] as const
    const cited = new Set<string>([...used.map(({ clause }) => clause), ...ofFlows])
    expect(cited).toEqual(new Set(Object.keys(clauses)))
  })

  test('lean on experiments that exist, or are known to be on their way', () => {
    const there = experiments.map(({ slug }) => slug)
    expect(experimentSlugs.filter((slug) => !there.includes(slug))).toEqual([])
  })
})

describe('answers in an address', () => {
  test('come back as they went', () => {
    fc.assert(
      fc.property(some, (answers) => {
        const { searchParams } = new URL(addressOf(answers), 'http://localhost')
        expect(answersFrom(Object.fromEntries(searchParams))).toEqual(answers)
      }),
    )
  })

  test('that are junk count as not given', () => {
    const junk = {
      caller: 'robots',
      revocation: ['at-once', 'minutes'],
      provider: '',
      lookup: '<b>',
      __proto__: 'x',
    }
    expect(answersFrom(junk)).toEqual({})
    expect(answersFrom({ toString: 'own', constructor: 'own', audit: 'yes' })).toEqual({ audit: 'yes' })
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()))), (query) => {
        expect(() => decide(answersFrom(query))).not.toThrow()
      }),
    )
  })
})

describe.each(ids)('the code to take for %s', (id) => {
  const { main, own, shared } = codeOf[id]
  const folder = `lib/auth/strategies/${id}`
  const imports = (file: string) =>
    [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, target]) => {
      const bare = path.posix.join(path.posix.dirname(file), target!)
      return existsSync(`${bare}.ts`) ? `${bare}.ts` : `${bare}/index.ts`
    })

  test('is there, all of its folder, and nothing else', () => {
    const files = readdirSync(folder).filter((name) => !name.endsWith('.test.ts'))
    expect(own.toSorted()).toEqual(files.map((name) => `${folder}/${name}`).toSorted())
    for (const file of [main, ...own, ...shared]) expect(existsSync(file), file).toBe(true)
    expect(own).toContain(main)
  })

  test('names everything of its room that it imports', () => {
    const imported = new Set(own.flatMap(imports))
    expect([...imported].filter((file) => ![...own, ...shared].includes(file))).toEqual([])
  })
})
