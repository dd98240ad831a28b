import 'server-only'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type { SqlDriverAdapter, SqlQuery } from '@prisma/driver-adapter-utils'
import type pg from 'pg'
import { newPool } from './connection'

/** The schema engine reads PostgreSQL's catalogues, which are full of the one-byte type "char"; Prisma's driver refuses
 *  that type, and as text the engine panics. So it passes the driver as text and is a character again behind it. */

const charOid = 18
const textOid = 25

/** Which columns of a result were "char", by the array of its rows: that one goes through the driver as it is. */
const charColumns = new WeakMap<unknown[], number[]>()

/** The engine asks for its lock by itself, for the length of a session, which behind a pooler nobody has: there the
 *  lock would stay with a connection of the server. `applyMigrations` holds it already, in a transaction. */
export const engineLockKey = 72_707_369
const isLock = ({ text }: pg.QueryConfig) => text === `SELECT pg_advisory_lock(${engineLockKey})`

function openPool(databaseUrl: string): pg.Pool {
  const pool = newPool(databaseUrl)
  const query = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryResult<unknown[]>>
  const disguised = async (config: pg.QueryConfig) => {
    const result = await query(isLock(config) ? { ...config, text: 'SELECT 1' } : config)
    const fields = result.fields ?? []
    charColumns.set(
      result.rows ?? [],
      [...fields.keys()].filter((index) => fields[index]?.dataTypeID === charOid),
    )
    for (const field of fields) if (field.dataTypeID === charOid) field.dataTypeID = textOid
    return result
  }
  return Object.assign(pool, { query: disguised })
}

function undisguised(connection: SqlDriverAdapter): SqlDriverAdapter {
  const queryRaw = connection.queryRaw.bind(connection)
  return Object.assign(connection, {
    queryRaw: async (query: SqlQuery) => {
      const result = await queryRaw(query)
      for (const index of charColumns.get(result.rows) ?? [])
        result.columnTypes[index] = ColumnTypeEnum.Character
      return result
    },
  })
}

/** What the engine connects through. Main and shadow database are the same one; `close` ends every connection, which the
 *  engine itself does not. */
export function openConnection(databaseUrl: string) {
  const pool = openPool(databaseUrl)
  const prisma = new PrismaPg(pool)
  const connect = async () => undisguised(await prisma.connect())
  const { provider, adapterName } = prisma
  const adapter = bindMigrationAwareSqlAdapterFactory({
    provider,
    adapterName,
    connect,
    connectToShadowDb: connect,
  })
  return { adapter, close: () => pool.end() }
}
