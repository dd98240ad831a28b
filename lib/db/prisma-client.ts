import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { env } from '@/lib/env'
import { oncePerProcess } from '@/lib/once-per-process'
import { hook } from '@/lib/hooks'
import { newPool } from './connection'
import { PrismaClient } from './generated/client'
import { traced } from './traced'

/** A query that takes longer has failed: a request would rather say "cannot tell" than hang. */
const queryTimeoutMs = 4_000 // where nobody answers: 5 s
const connectTimeoutMs = 3_000

/** Told of every pool before its first query, and may look at what goes through it. */
export const newPools = hook<(pool: pg.Pool) => void>('new-pools', () => {})

function connect(connectionString: string) {
  const bare = newPool(connectionString, {
    size: env().DATABASE_POOL_SIZE,
    connectTimeoutMs,
    queryTimeoutMs,
  })
  newPools.get()(bare)
  const pool = traced(bare)
  return { pool, client: new PrismaClient({ adapter: new PrismaPg(pool) }) }
}

type Connection = ReturnType<typeof connect>

/** One pool a process, also across hot reloads. */
const shared = oncePerProcess('database', () => connect(env().DATABASE_URL))

/** The connection of `withConnection`, for the calls below it. */
const own = oncePerProcess('own-database', () => new AsyncLocalStorage<Connection>())

const connection = () => own().getStore() ?? shared()

/** Whether calls here use the connections of the process, and not those of a `withConnection`. */
export const isSharedConnection = () => own().getStore() === undefined

/** The Prisma client of this process, connected at first use. */
export const db = () => connection().client

/** The pool below it, for libraries that bring their own SQL. */
export const pool = () => connection().pool

/**
 * Runs `work` on a connection of its own, closed afterwards: in there `db()` is that one, and nowhere else. For a script
 * that must leave no connection behind, and for whoever wants to see what a request does behind another address.
 */
export async function withConnection<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  const opened = connect(url)
  try {
    return await own().run(opened, work)
  } finally {
    await opened.client.$disconnect()
    await opened.pool.end()
  }
}
