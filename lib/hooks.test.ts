import { expect, test, vi } from 'vitest'
import { hook } from './hooks'

test('a hook that nobody fills stands for itself', () => {
  expect(hook('test.unfilled', 'the core').get()).toBe('the core')
})

test('what is filled in counts, also nothing at all', () => {
  const place = hook<string | null>('test.filled', 'the core')
  place.fill('the lab')
  expect(place.get()).toBe('the lab')
  place.fill(null)
  expect(place.get()).toBeNull()
})

test('a second copy of the module sees what was filled in through the first', async () => {
  hook('test.twice', 'the core').fill('the lab')
  vi.resetModules()
  const again = await import('./hooks')
  expect(again.hook).not.toBe(hook)
  expect(again.hook('test.twice', 'the core').get()).toBe('the lab')
})
