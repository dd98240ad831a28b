import { describe, expect, test } from 'vitest'
import { crossover, histogram, isFaster, logBounds, median, quantile } from './statistics'

const hundred = Array.from({ length: 100 }, (_, at) => 100 - at)

test('percentiles are values that were measured: nearest rank, in whatever order they came', () => {
  expect([0.5, 0.95, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([50, 95, 99, 100])
  expect([quantile([7], 0.01), median([4, 1])]).toEqual([7, 1])
  expect(quantile([], 0.5)).toBeNaN()
})

describe('one is faster than another', () => {
  test('only if the middle halves of their rounds do not touch', () => {
    expect(isFaster([1, 2, 3, 4], [5, 6, 7, 8])).toBe(true)
    expect(isFaster([1, 2, 5, 9], [5, 6, 7, 8])).toBe(false)
    expect(isFaster([5, 6, 7, 8], [1, 2, 3, 4])).toBe(false)
  })

  test('never where one was not measured', () => {
    expect([isFaster([], [1]), isFaster([1], [])]).toEqual([false, false])
  })
})

describe('the delay from which one is faster', () => {
  const [low, high] = [
    [1, 1, 1],
    [2, 2, 2],
  ]
  const wins = (addedMs: number) => ({ addedMs, one: low, other: high })
  const ties = (addedMs: number) => ({ addedMs, one: low, other: low })

  test('is the smallest from which on it is so at every one, in whatever order they stand', () => {
    expect(crossover([ties(0), ties(5), wins(20), wins(50)])).toBe(20)
    expect(crossover([wins(50), ties(0), wins(20), ties(5)])).toBe(20)
    expect(crossover([wins(0), wins(5)])).toBe(0)
  })

  test('does not count a delay after which it was not so once more', () => {
    expect(crossover([wins(0), ties(5), wins(20)])).toBe(20)
  })

  test('is none where it is not so at the longest, or where nothing was measured', () => {
    expect(crossover([wins(0), wins(5), ties(20)])).toBeNull()
    expect(crossover([])).toBeNull()
  })
})

describe('a histogram', () => {
  test('counts each value once, those outside at the ends', () => {
    expect(histogram([0.5, 1, 1.9, 2, 3.9, 4, 99], [1, 2, 4])).toEqual([3, 4])
  })

  test('has bounds of one ratio', () => {
    expect(logBounds(1, 100, 2)).toEqual([1, 10, 100])
  })
})
