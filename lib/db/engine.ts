import 'server-only'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlQuery,
} from '@prisma/driver-adapter-utils'
import type pg from 'pg'
import { newPool } from './connection'

/** Prisma's schema engine as WebAssembly, the one inside its command line: nothing native, nothing to download. */

/** A panic of the engine ends the process: this is where it leaves word before. */
const panics = { set_message: (message: string) => console.error(message) }

/** What the engine imports. It sets a timer of ten seconds for its lock and never clears it: ours lets the process end. */
function imports(): WebAssembly.Imports {
  const setTimer = Object.keys(bindings).find((name) => name.startsWith('__wbg_setTimeout_'))
  const setQuietTimer = (callback: () => void, delayMs: number) => setTimeout(callback, delayMs).unref()
  const imported: WebAssembly.ModuleImports = { ...bindings }
  if (setTimer) imported[setTimer] = setQuietTimer
  return { './schema_engine_bg.js': imported }
}

async function instantiate() {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panics })
  const { resolve } = createRequire(import.meta.url)
  const file = path.join(path.dirname(resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm')
  const { instance } = await WebAssembly.instantiate(await readFile(file), imports())
  bindings.__wbg_set_wasm(instance.exports)
  ;(instance.exports.__wbindgen_start as () => void)()
}

let instantiated: Promise<void> | undefined

export type Datamodel = { path: string; content: string }

/** Lends an engine that works on `databaseUrl`, and closes its connections afterwards.
 *  The engine's shadow database is the same one: give it an empty scratch database for anything but `applyMigrations`. */
export async function withEngine<T>(
  databaseUrl: string,
  datamodel: Datamodel,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await (instantiated ??= instantiate())
  const { adapter, close } = openConnection(databaseUrl)
  const datamodels: [string, string][] = [[datamodel.path, datamodel.content]]
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, adapter)
  try {
    return await work(engine)
  } finally {
    engine.free()
    await close()
  }
}

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
    // as one message, which PostgreSQL cuts itself, and carries out as a whole: the driver would cut at every semicolon
    executeScript: async (script: string) => {
      await connection.executeRaw({ sql: script, args: [], argTypes: [] })
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
