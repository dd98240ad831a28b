import { expect, test } from 'vitest'
import { takeTurn } from './take-turns'

test('of many at once, one begins in each turn of the event loop, in their order', async () => {
  const begun: number[] = []
  const all = [1, 2, 3, 4].map((one) => takeTurn().then(() => begun.push(one)))
  const seen: number[] = []
  while (begun.length < all.length) {
    await new Promise((resolve) => void setImmediate(resolve))
    seen.push(begun.length)
  }
  await Promise.all(all)
  expect(begun).toEqual([1, 2, 3, 4])
  expect(seen.every((count, at) => count - (seen[at - 1] ?? 0) <= 1)).toBe(true)
})
