import { once } from 'node:events'
import type { Env } from '@/lib/env'
import { buildApp } from './build'
import { prepareClient } from './client'
import { openDatabase, migrateDatabase, arrangeSigningKeys, arrangeDemo, demoAccounts } from './database'
import type { LaunchError } from './service'
import { checkPorts } from './ports'
import { createProgress, type Progress } from './progress'
import { readSecrets, type Secrets } from './secrets'
import { startApp, startProvider } from './services'
import { checkSettings, childVariables, givenVariables, type Variables } from './settings'

type Launch = {
  dev: boolean
  /** aborted by whoever wants it all to end; a child that is lost aborts it with a LaunchError */
  ending: AbortController
}

type Run = Launch & { progress: Progress; stops: (() => Promise<void>)[] }

/** All that can be found wrong before anything is written or started. */
async function check(given: Variables, dev: boolean) {
  const settings = checkSettings(given, dev)
  await checkPorts(settings)
  return { said: `LAB=${settings.LAB ? 'on' : 'off'}`, settings }
}

/** Everything that has to be there before a process of ours can serve. Leaves the complete settings in the environment. */
async function prepare({ dev, ending, progress, stops }: Run) {
  const { step, say } = progress
  const given = givenVariables(process.env)
  const { settings } = await step('settings', () => check(given, dev))
  const { secrets } = await step('secrets', () => readSecrets(settings.DATA_DIR))
  const open = () => openDatabase(given, settings.DATA_DIR, secrets.databasePassword)
  const { url, directUrl, embedded } = await step('database', open)
  if (embedded) stops.push(embedded.stop)
  embedded?.supervise(say)
  Object.assign(process.env, childVariables(given, dev, secrets, url))
  await step('database client', () => prepareClient(ending.signal))
  await step('migrations', () => migrateDatabase(url, directUrl))
  await step('signing keys', arrangeSigningKeys)
  await step('demo people', () => arrangeDemo(settings.LAB))
  if (!dev) await step('build', () => buildApp(ending.signal))
  return { settings, secrets }
}

async function serve({ dev, ending, progress, stops }: Run, settings: Env, secrets: Secrets) {
  const { signal } = ending
  const common = { settings, signal, onLoss: (error: LaunchError) => ending.abort(error) }
  if (settings.LAB) {
    const provider = await progress.step('local provider', () => startProvider(common, secrets))
    stops.push(provider.service.stop)
  }
  const app = await progress.step('app', () => startApp(common, dev))
  stops.push(app.service.stop)
}

const idTokenKept =
  'OIDC_KEEP=id-token: an ID token in the cookie of jwt makes heads of up to 6 kB. Behind nginx: proxy_buffer_size 8k;'

async function announce({ say }: Progress, { AUTH_URL, LAB, OIDC_KEEP }: Env) {
  if (OIDC_KEEP === 'id-token') say(`\n${idTokenKept}`)
  say('\nCtrl-C stops everything.\n')
  say(`Bothways: ${AUTH_URL}`)
  if (LAB) for (const line of await demoAccounts()) say(line)
}

/** Starts everything, and returns when it has been ended and everything has stopped.
 *  @throws EnvError, EmbeddedError, LaunchError: one sentence that says what is wrong */
export async function launch({ dev, ending }: Launch): Promise<void> {
  const { signal } = ending
  const run: Run = { dev, ending, progress: createProgress(signal), stops: [] }
  try {
    const { settings, secrets } = await prepare(run)
    await serve(run, settings, secrets)
    await announce(run.progress, settings)
    if (!signal.aborted) await once(signal, 'abort')
  } finally {
    if (signal.aborted && run.stops.length) run.progress.say('\nStopping.')
    for (const stop of run.stops.reverse())
      await stop().catch((error: Error) => run.progress.say(error.message))
  }
  signal.throwIfAborted()
}
