import 'server-only'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { openConnection } from './engine-connection'

/** Prisma's schema engine as WebAssembly, the one inside its command line: nothing native, nothing to download. */

/** A panic of the engine ends the process: this is where it leaves word before. */
const panics = { set_message: (message: string) => console.error(message) }

/** What the engine imports. It sets a timer of ten seconds for its lock and never clears it: ours lets the process end. */
function imports(): WebAssembly.Imports {
  const setTimer = Object.keys(bindings).find((name) => name.startsWith('__wbg_setTimeout_'))
  const setQuietTimer = (callback: () => void, delayMs: number) => setTimeout(callback, delayMs).unref()
  return { './schema_engine_bg.js': { ...bindings, ...(setTimer && { [setTimer]: setQuietTimer }) } }
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
