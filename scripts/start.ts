import { EnvError } from '@/lib/env'
import { EmbeddedError } from '@/lib/db/embedded'
import { launch } from './launch'
import { LaunchError } from './launch/service'
import { parseFlags } from './launch/settings'

/**
 * `npm start` and `npm run dev`: everything, from a fresh clone to a running app, until Ctrl-C. `-- --https`: on
 * https://localhost, with a certificate of its own.
 */

const ending = new AbortController()
const asked = Symbol('asked to end')

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort(asked))

function explain(error: unknown): string {
  const isForPeople =
    error instanceof EnvError || error instanceof EmbeddedError || error instanceof LaunchError
  return isForPeople ? error.message : String((error as Error).stack ?? error)
}

try {
  await launch({ ...parseFlags(process.argv.slice(2)), ending })
} catch (error) {
  if (ending.signal.reason !== asked) {
    process.exitCode = 1
    console.error(explain(ending.signal.reason ?? error))
  }
}
process.exit()
