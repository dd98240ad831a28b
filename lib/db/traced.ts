import 'server-only'
import type pg from 'pg'
import { redactedJson, span, tracingIsOn, type Tell } from '@/lib/trace'

type Query = (...args: unknown[]) => unknown
type Queryable = Pick<pg.Pool, 'query'>
type Result = { rows?: unknown[]; fields?: { name: string }[]; rowCount?: number | null }

const rowsMax = 20

/** Every query of the pool and of its connections as a span. Without tracing: the pool as it was. */
export function traced(pool: pg.Pool): pg.Pool {
  if (!tracingIsOn()) return pool
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => unknown
  const seen = new WeakSet<object>()
  const checkOut = async () => {
    const client = (await connect()) as pg.PoolClient
    if (!seen.has(client)) traceQueries(client)
    seen.add(client)
    return client
  }
  pool.connect = ((...args: unknown[]) =>
    args.length ? connect(...args) : checkOut()) as typeof pool.connect
  traceQueries(pool)
  return pool
}

/** A call with a callback is the pool's own, inside a query that is a span already. */
function traceQueries(target: Queryable) {
  const query = target.query.bind(target) as Query
  target.query = ((...args: unknown[]) => {
    if (typeof args.at(-1) === 'function') return query(...args)
    const [asked, second] = args as [string | { text: string; values?: unknown[] }, unknown[]?]
    const { text, values = second } = typeof asked === 'string' ? { text: asked } : asked
    const work = async (tell: Tell) => {
      const result = (await query(...args)) as Result
      tell(() => ({ 'db.values': redactedJson(values ?? []), ...answered(result) }))
      return result
    }
    return span('db.query', work, { 'db.query.text': text })
  }) as Queryable['query']
}

/** Rows come as arrays, to Prisma, or as objects: either way by the names of their columns. */
function answered({ rows = [], fields = [], rowCount }: Result) {
  const named = (row: unknown) =>
    Array.isArray(row) ? Object.fromEntries(fields.map(({ name }, at) => [name, row[at] as unknown])) : row
  return {
    'db.rows': redactedJson(rows.slice(0, rowsMax).map(named)),
    'db.row_count': rowCount ?? rows.length,
  }
}
