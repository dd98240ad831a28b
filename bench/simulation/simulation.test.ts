import { readFileSync } from 'node:fs'
import { LRUCache } from 'lru-cache'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { bounds, checksOf, complaintsOf, errorsOf, settingOf } from './checks'
import { extractOf, readMeasured, valueOf } from './measured'
import { hitShare, seenShare, spendingStatements, throughputOf } from './model'
import { assumed, endingMs, needOf } from './scale'
import { withTables } from './tables'

const measured = readMeasured()

describe('the model', () => {
  const checks = checksOf(measured)

  test('is near the points that it was not told: half within 8 %, all within 25 %', () => {
    expect(bounds).toEqual({ median: 0.08, worst: 0.25 })
    expect(complaintsOf(checks)).toEqual([])
    const { median, worst } = errorsOf(checks)
    expect(median).toBeLessThan(bounds.median)
    expect(worst).toBeLessThan(bounds.worst)
  })

  test('says which points are too far from it', () => {
    const point = { curve: 'jwt, processes', at: '2', measured: 100, simulated: 130, error: 0.3 }
    expect(complaintsOf([...checks, point])).toEqual([
      'jwt, processes, 2: 100 measured, 130 simulated, more than 25 % apart',
    ])
    expect(complaintsOf([point])).toHaveLength(2)
  })

  test('is compared along each curve: processes, the distance of the database, the number of sessions', () => {
    expect(checks.length).toBeGreaterThan(20)
    const curves = new Set(checks.map(({ curve }) => curve.replace(/^.*, /, '')))
    expect([...curves].toSorted()).toEqual(['database away', 'look-up among sessions', 'processes'])
  })

  test('leaves out what was measured far away before the rule was changed, and nothing that was measured since', () => {
    const far = { 'database, database 20 ms away': 900, 'database, database 100 ms away': 100 }
    const runOf = (at: string) => ({
      parts: measured.parts.map((part) =>
        part.title === 'Database' ? { ...part, at, figures: { ...part.figures, ...far } } : part,
      ),
    })
    const seen = (at: string) =>
      checksOf(runOf(at))
        .filter(({ curve }) => curve === 'database, database away')
        .map((check) => check.at)
    expect(seen('2026-12-01T02:00:00Z')).toEqual(['1 ms', '5 ms', '20 ms'])
    expect(seen('2026-12-02T02:00:00Z')).toContain('100 ms')
  })

  test('says the same each time', () => {
    const setting = settingOf(measured, 'database', 900)
    setting.inMemory = 0.5
    expect(throughputOf(setting)).toBe(throughputOf(setting))
  })

  test('of a point that was not measured it says which', () => {
    expect(() => valueOf(measured, 'nothing')).toThrow('Not measured: nothing')
    expect(() => extractOf('{}')).toThrow()
  })
})

describe('a database that is far away', () => {
  const perSecond = (roundTripMs: number, senders: number, connections: number, inMemory = 1) =>
    throughputOf({
      cores: 2,
      processes: 1,
      senders,
      requestCpuMs: 1,
      lookupCpuMs: 0,
      databaseCpuMs: 0,
      roundTripMs,
      connections,
      isLookedUp: true,
      inMemory,
    })

  test('costs nothing while answers are young enough for the next question', () => {
    expect(perSecond(20, 16, 1) / perSecond(0, 16, 1)).toBeCloseTo(1, 1)
  })

  test('answers all who came within 50 ms of a question at once, however small the pool', () => {
    const all = 20 / 0.101 // twenty at a time: a round trip, and 1 ms until the next question
    expect(perSecond(100, 20, 1) / all).toBeCloseTo(1, 1)
    expect(perSecond(100, 20, 100)).toBe(perSecond(100, 20, 1))
  })

  test('is asked for the row by those who come later: the pool is their limit', () => {
    expect(perSecond(200, 200, 100)).toBeGreaterThan(2 * perSecond(200, 200, 1))
  })

  test('is asked for rows that are not in memory, without waiting for anything else', () => {
    expect(perSecond(100, 20, 10, 0)).toBeCloseTo(100, -1)
  })
})

describe('rows in memory', () => {
  /** One after the other, as `lru-cache` keeps them. */
  function simulatedHits(sessions: number, max: number, exponent: number) {
    const ends: number[] = []
    for (let rank = 1; rank <= sessions; rank += 1) ends.push((ends.at(-1) ?? 0) + rank ** -exponent)
    const generator = xoroshiro128plus(7)
    const kept = new LRUCache<number, true>({ max })
    let hits = 0
    const draws = 40_000
    for (let turn = -draws; turn < draws; turn += 1) {
      const point = uniformFloat64(generator) * ends.at(-1)!
      let [low, high] = [0, sessions - 1]
      while (low < high) {
        const middle = (low + high) >> 1
        if (ends[middle]! < point) low = middle + 1
        else high = middle
      }
      if (kept.get(low) && turn >= 0) hits += 1
      kept.set(low, true)
    }
    return hits / draws
  }

  test.each([0, 0.8, 1])('are as many as those of a real cache, at an exponent of %d', (exponent) => {
    expect(hitShare(5_000, 500, exponent)).toBeCloseTo(simulatedHits(5_000, 500, exponent), 1.5)
  })

  test('are all of them where there is room, and all alike are drawn evenly', () => {
    expect(hitShare(100, 100, 0.8)).toBe(1)
    expect(hitShare(10_000, 1_000, 0)).toBeCloseTo(0.1, 3)
    expect(seenShare(1_000, 0)).toBe(0)
    expect(seenShare(1_000, 1_000)).toBeCloseTo(0.632, 2)
  })
})

test('proofs go alone while there are few, and together while there are many', () => {
  expect(spendingStatements(1, 1)).toBeCloseTo(1, 2)
  expect(spendingStatements(1e6, 1)).toBeCloseTo(1_000, 0)
})

describe('what many need', () => {
  test('a session that always comes to the same instance is found there', () => {
    const any = needOf(measured, 'database', { isSticky: false, cacheEntries: 10_000 })
    const sticky = needOf(measured, 'database', { isSticky: true, cacheEntries: 100_000 })
    expect(sticky.hits).toBe(1)
    expect(sticky.statements).toBeLessThan(any.statements / 3)
  })

  test('without LISTEN each request is a statement', () => {
    const { hits, statements } = needOf(measured, 'database', { isSticky: false, cacheEntries: 0 })
    expect(hits).toBe(0)
    expect(statements).toBeGreaterThan(assumed.requestsPerSecond)
  })

  test('the more listen, the fewer sessions can be ended', () => {
    expect(endingMs(measured, 200)).toBeGreaterThan(endingMs(measured, 80))
  })
})

describe('docs/scale.md', () => {
  const page = readFileSync('docs/scale.md', 'utf8')

  test('has the tables that `npm run simulate` makes of measured.json', () => {
    expect(withTables(page, measured)).toBe(page)
  })

  test('that has no place for one of them is refused', () => {
    expect(() => withTables(page.replace('<!-- simulated: runs -->', ''), measured)).toThrow('runs')
  })
})
