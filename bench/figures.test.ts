import { describe, expect, test } from 'vitest'
import { strategyIds } from '@/lib/strategies'
import { figure, ratio, shortened } from './figures'
import { tableOf } from './table'
import { names, targets, verdictOf } from './targets'

describe('a figure', () => {
  test('has the middle of its rounds, and the quarters below and above', () => {
    const one = figure('x', 'ms', [5, 1, 4, 2, 3])
    expect([one.median, one.quartiles, one.rounds]).toEqual([3, [2, 4], [5, 1, 4, 2, 3]])
  })

  test('of no round is none', () => {
    expect(() => figure('x', 'ms', [])).toThrow('no round')
  })

  test('is written with about three digits, whatever its size', () => {
    expect([1234.5, 12.345, 1.2345, 0.012345].map(shortened)).toEqual([1235, 12.3, 1.23, 0.012])
  })
})

describe('a ratio', () => {
  test('is of each round by itself: a machine that is slow for a while changes nothing', () => {
    const one = ratio('x', [10, 5, 20], [20, 10, 40])
    expect([one.median, one.quartiles]).toEqual([0.5, [0.5, 0.5]])
  })

  test('needs the same rounds of both', () => {
    expect(() => ratio('x', [1, 2], [1])).toThrow('same rounds')
    expect(() => ratio('x', [1], undefined)).toThrow('same rounds')
  })
})

describe('a target', () => {
  test('is met by its own bound', () => {
    expect(verdictOf({ median: 0.85 }, { atLeast: 0.85 })).toBe('met')
    expect(verdictOf({ median: 0.84 }, { atLeast: 0.85 })).toBe('missed')
    expect(verdictOf({ median: 2 }, { atMost: 2 })).toBe('met')
    expect(verdictOf({ median: 2.01 }, { atMost: 2 })).toBe('missed')
  })

  test('is there for each strategy: beside no authentication, beside Better Auth and in a storm', () => {
    for (const id of strategyIds)
      for (const name of [names.toNone(id), names.toBetterAuth(id), names.storm(id)])
        expect(targets.has(name), name).toBe(true)
  })
})

test('the table has what was wanted first, then each part with its notes', () => {
  const [known, other] = [figure(names.toIron, 'ratio', [0.9, 1.1, 1.2]), figure('other', 'ms', [3])]
  const table = tableOf('On a machine.', [
    { title: 'Requests', figures: [known, other], notes: ['A note | here.'] },
  ])
  expect(table.split('\n')).toEqual([
    '## What it costs',
    '',
    'On a machine.',
    '',
    '| target | median | quartiles | wanted | verdict |',
    '| --- | --- | --- | --- | --- |',
    '| jwt ÷ iron-session | 1.1 | 0.9 to 1.2 | ≥ 1.5 | missed |',
    '',
    '### Requests',
    '',
    'A note | here.',
    '',
    '| what | median | quartiles | rounds |',
    '| --- | --- | --- | --- |',
    '| jwt ÷ iron-session | 1.1 | 0.9 to 1.2 | 3 |',
    '| other | 3 ms |  | 1 |',
    '',
  ])
})
