import { expect, test } from 'vitest'
import { strategyIds } from '@/lib/strategies'
import { crossingsOf, figuresOf, quoteOf } from './findings'
import { askers, referenceMeasurement } from './measurement'

test('the run that came with the code is a whole one, and measured everybody', () => {
  const one = referenceMeasurement()
  expect(one.size).toBe('full')
  for (const costs of Object.values(one.requests)) {
    expect(Object.keys(costs).toSorted()).toEqual([...askers].toSorted())
    for (const { ms } of Object.values(costs)) expect(ms.length).toBeGreaterThan(300)
  }
  for (const { asked } of one.names)
    expect(Object.keys(asked).toSorted()).toEqual([...strategyIds].toSorted())
})

test('where a row is read each time, one query goes out for a look-up and none for nobody', () => {
  const { row } = referenceMeasurement().requests
  const queries = (asker: keyof typeof row) => Math.round(figuresOf(row[asker]!).queries)
  expect([queries('database'), queries('jwt'), queries('nobody')]).toEqual([1, 0, 0])
})

test('other pages can quote it', () => {
  expect(quoteOf(referenceMeasurement())).toMatchObject({ lookedUp: 'database', jwt: 'jwt' })
  expect(crossingsOf(referenceMeasurement()).length).toBeGreaterThan(0)
})
