import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerTracing, rootSpan, watch, type ReadableSpan } from '@/lib/trace'
import { newPool } from './connection'
import { traced } from './traced'

const token = 'Zk3_9fQw7LmN2xVb8RtYc5HdGj1KpSaUeIoXnMqW4vB'
const hash = `$2b$12$${'a'.repeat(22)}${'B'.repeat(31)}`

const onePool = () => newPool(process.env.DATABASE_URL!, { size: 1 })

it('without tracing the pool is as it was', async () => {
  const pool = onePool()
  const { query, connect } = pool
  expect(traced(pool)).toBe(pool)
  expect([pool.query, pool.connect]).toEqual([query, connect])
  await pool.end()
})

describe('where a trace is watched', () => {
  let pool: pg.Pool
  beforeAll(async () => {
    await registerTracing({ name: 'an app', version: '1.2.3' }, true)
    pool = traced(onePool())
  })
  afterAll(() => pool.end())

  /** @returns the queries of `work`, as they were recorded */
  async function queriesOf(work: () => Promise<unknown>): Promise<ReadableSpan[]> {
    const spans: ReadableSpan[] = []
    let unwatch = () => {}
    await rootSpan('root', (id) => (unwatch = watch(id, (span) => spans.push(span))), work)
    unwatch()
    return spans.slice(1)
  }

  const columns = `$1::text AS "tokenHash", $2::text AS "passwordHash", 'short' AS code, 'ada@example.com' AS email`

  it.each([
    ['as objects', {}],
    ['as arrays, which Prisma asks for', { rowMode: 'array' }],
  ])('values and rows are masked by name and by shape: rows %s', async (_, mode) => {
    const asked = { text: `SELECT ${columns}`, values: [token, hash], ...mode }
    const [query] = await queriesOf(() => pool.query(asked))
    const { 'db.query.text': text, 'db.values': values, 'db.rows': rows } = query!.attributes
    expect(text).toBe(asked.text)
    expect(JSON.parse(String(values))).toEqual(['Zk3_…vB', '•••'])
    expect(JSON.parse(String(rows))).toEqual([
      { tokenHash: 'Zk3_…vB', passwordHash: '•••', code: '•••', email: 'ada@example.com' },
    ])
  })

  it('of many rows the first are kept, and how many there were', async () => {
    const [query] = await queriesOf(() => pool.query('SELECT generate_series(1, 50) AS n'))
    expect(JSON.parse(String(query!.attributes['db.rows']))).toHaveLength(20)
    expect(query!.attributes['db.row_count']).toBe(50)
  })

  it('each query of a connection is one span, also when it is lent again', async () => {
    const once = async () => {
      const client = await pool.connect()
      await client.query('SELECT 1')
      client.release()
    }
    for (const _ of [1, 2]) expect(await queriesOf(once)).toHaveLength(1)
  })

  it('a failure tells nothing of the values', async () => {
    const failing = () => pool.query('SELECT $1::int', [token]).catch(() => {})
    const [query] = await queriesOf(failing)
    expect(JSON.stringify([query!.status, query!.attributes, query!.events])).not.toContain(
      token.slice(4, 20),
    )
  })
})
