import 'server-only'
import { PrismaPg } from '@prisma/adapter-pg'
import { newPool } from '@/lib/db/connection'
import { PrismaClient } from '@/lib/db/generated/client'

const nobodyListens = 'postgresql://app@127.0.0.1:1/none'

/** Runs `work` while this process's database connection leads to a port where nobody answers. */
export async function duringOutage<Result>(work: () => Promise<Result>): Promise<Result> {
  const kept = globalThis as { __database?: unknown }
  const before = kept.__database
  const pool = newPool(nobodyListens)
  kept.__database = { pool, client: new PrismaClient({ adapter: new PrismaPg(pool) }) }
  try {
    return await work()
  } finally {
    kept.__database = before
    await pool.end()
  }
}
