import 'server-only'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { env } from '@/lib/env'
import { PrismaClient } from './generated/client'
import { traced } from './traced'

/** A query that takes longer has failed: a request would rather say "cannot tell" than hang. */
const queryTimeoutMs = 5_000
const connectTimeoutMs = 3_000

function connect() {
  const bare = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: env().DATABASE_POOL_SIZE,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: queryTimeoutMs,
    query_timeout: queryTimeoutMs,
  })
  bare.on('error', () => {}) // an idle connection broke: the next query opens another, or fails and says so
  const pool = traced(bare)
  return { pool, client: new PrismaClient({ adapter: new PrismaPg(pool) }) }
}

const kept = globalThis as { __database?: ReturnType<typeof connect> } // one pool a process, also across hot reloads
const connection = () => (kept.__database ??= connect())

/** The Prisma client of this process, connected at first use. */
export const db = () => connection().client

/** The pool below it, for libraries that bring their own SQL. */
export const pool = () => connection().pool
