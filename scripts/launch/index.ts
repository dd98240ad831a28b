import { once } from 'node:events'
import getPort from 'get-port'
import type { Env } from '@/lib/env'
import { buildApp } from './build'
import { prepareClient } from './generated-client'
import { openDatabase, migrateDatabase, arrangeSigningKeys, arrangeDemo, demoAccounts } from './database'
import type { LaunchError } from './service'
import { checkPorts } from './ports'
import { createProgress, type Progress } from './progress'
import { readSecrets } from './secrets'
import { startApp, startProvider } from './services'
import { checkSettings, childVariables, givenVariables, type Flags, type Variables } from './settings'

type Launch = Flags & {
  /** aborted by whoever wants it all to end; a child that is lost aborts it with a LaunchError */
  ending: AbortController
}

type RunningLaunch = Launch & { progress: Progress; stops: (() => Promise<void>)[] }

/** All that can be found wrong before anything is written or started. */
async function check(given: Variables, flags: Flags) {
  const settings = checkSettings(given, flags)
  await checkPorts(settings)
  return { said: `LAB=${settings.LAB ? 'on' : 'off'}`, settings }
}

/** Loaded late: an ordinary start needs no certificates, nor what makes them. */
async function prepareHttps(settings: Env) {
  return (await import('./https')).prepareHttps(settings, new Date())
}

/** Everything that has to be there before a process of ours can serve. Leaves the complete settings in the environment. */
async function prepare({ dev, https, ending, progress, stops }: RunningLaunch) {
  const { step, say } = progress
  const given = givenVariables(process.env)
  const { settings } = await step('settings', () => check(given, { dev, https }))
  const { secrets } = await step('secrets', () => readSecrets(settings.DATA_DIR))
  const tls = https ? await step('certificate', () => prepareHttps(settings)) : undefined
  const open = () => openDatabase(given, settings.DATA_DIR, secrets.databasePassword)
  const { url, directUrl, embedded } = await step('database', open)
  if (embedded) stops.push(embedded.stop)
  embedded?.supervise(say)
  Object.assign(process.env, childVariables(given, { dev, https }, secrets, url))
  await step('database client', () => prepareClient(ending.signal))
  await step('migrations', () => migrateDatabase(url, directUrl))
  await step('signing keys', arrangeSigningKeys)
  await step('demo people', () => arrangeDemo(settings.LAB))
  if (!dev) await step('build', () => buildApp(ending.signal))
  return { settings, secrets, tls }
}

type Prepared = Awaited<ReturnType<typeof prepare>>

/** Where the app itself listens: behind TLS out of reach of the network, at a port that is free. */
async function appAddress({ HOST, PORT, OIDC_PORT }: Env, isBehindTls: boolean) {
  if (!isBehindTls) return { HOST, PORT }
  const host = '127.0.0.1'
  return { HOST: host, PORT: await getPort({ host, exclude: [PORT, OIDC_PORT] }) }
}

async function serve({ dev, ending, progress, stops }: RunningLaunch, prepared: Prepared) {
  const { settings, secrets, tls } = prepared
  const { signal } = ending
  const common = { settings, signal, onLoss: (error: LaunchError) => ending.abort(error) }
  if (settings.LAB) {
    const start = () => startProvider(common, secrets, tls?.authorityFile)
    const provider = await progress.step('local provider', start)
    stops.push(provider.service.stop)
  }
  const listen = await appAddress(settings, tls !== undefined)
  if (tls) {
    const server = await progress.step('https', () => tls.serve(listen.PORT))
    stops.push(server.stop) // after the app, which ends the answers that are on their way
  }
  const app = await progress.step('app', () => startApp(common, listen, dev))
  stops.push(app.service.stop)
}

const idTokenKept =
  'OIDC_KEEP=id-token: an ID token in the cookie of jwt makes heads of up to 6 kB. Behind nginx: proxy_buffer_size 8k;'

async function announce({ say }: Progress, { settings, tls }: Prepared) {
  const { AUTH_URL, LAB, OIDC_KEEP } = settings
  if (OIDC_KEEP === 'id-token') say(`\n${idTokenKept}`)
  if (tls) say(['', ...tls.explanation].join('\n'))
  say('\nCtrl-C stops everything.\n')
  say(`Bothways: ${AUTH_URL}`)
  if (LAB) for (const line of await demoAccounts()) say(line)
}

/** Starts everything, and returns when it has been ended and everything has stopped.
 *  @throws EnvError, EmbeddedError, LaunchError: one sentence that says what is wrong */
export async function launch({ dev, https, ending }: Launch): Promise<void> {
  const { signal } = ending
  const run: RunningLaunch = { dev, https, ending, progress: createProgress(signal), stops: [] }
  try {
    const prepared = await prepare(run)
    await serve(run, prepared)
    await announce(run.progress, prepared)
    if (!signal.aborted) await once(signal, 'abort')
  } finally {
    if (signal.aborted && run.stops.length) run.progress.say('\nStopping.')
    for (const stop of run.stops.reverse())
      await stop().catch((error: Error) => run.progress.say(error.message))
  }
  signal.throwIfAborted()
}
