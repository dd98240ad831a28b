import { expect, it } from 'vitest'
import { db, newPools } from '@/lib/db/prisma-client'
import { countingQueries, countQueriesOf } from './query-count'

newPools.fill(countQueriesOf)

const one = () => db().$queryRaw`SELECT 1`

it('counts the queries of the work, and none of what else is under way', async () => {
  const others = Promise.all(Array.from({ length: 20 }, one))
  const [none, single, two] = await Promise.all([
    countingQueries(async () => 'nothing'),
    countingQueries(one),
    countingQueries(() => Promise.all([one(), one()])),
  ])
  await others
  expect([none.queries, single.queries, two.queries]).toEqual([0, 1, 2])
  expect(none.result).toBe('nothing')
})

it('counts also when the pool is full and queries wait for each other', async () => {
  const counts = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      countingQueries(() => Promise.all(Array.from({ length: index % 3 }, one))),
    ),
  )
  expect(counts.map(({ queries }) => queries)).toEqual(counts.map((_, index) => index % 3))
})

it('a query that fails was sent too', async () => {
  const failing = countingQueries(() => db().$queryRaw`SELECT nothing`.catch(() => 'failed'))
  expect(await failing).toEqual({ result: 'failed', queries: 1 })
})
