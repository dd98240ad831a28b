import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { endProcess } from '@/lib/end-process'
import { isLoopbackUrl } from '@/lib/loopback'
import { until } from './until'

type Settings = Record<string, string>

export type App = {
  /** where it listens; plain http, whatever AUTH_URL says, unless it was started with `--https` */
  url: string
  /** AUTH_URL: what a browser would send as `Origin` */
  origin: string
  /** of the local provider */
  issuer: string
  /** what it writes into: removed when it is stopped */
  dataDir: string
  /** all that the launcher and the app have written so far */
  log(): string
  /** `kill -9` of the launcher: nobody gets to tidy up */
  kill(): Promise<void>
  /** the same settings, folder and ports again */
  restart(): Promise<void>
  stop(): Promise<void>
}

const startTimeoutMs = 240_000 // the first start may have to build
const ready = 'Ctrl-C stops everything'

/** Nothing of the surrounding run leaks in: neither its ports nor its database. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'USER', 'SystemRoot']
const surroundings = () =>
  Object.fromEntries(inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))

/** Limits that no test reaches by accident: all of them come from one address. */
const generous = {
  RATE_LIMIT_SIGN_IN_PER_ADDRESS: '100000',
  RATE_LIMIT_SIGN_IN_OVERALL: '100000',
  RATE_LIMIT_MAIL_PER_ADDRESS: '100000',
  RATE_LIMIT_MAIL_PER_ACCOUNT: '1000',
}

/** The least that ASVS 11.4.2 allows, and the app on localhost: with more, hashing is half of what the suite computes. */
const quickHashes = (origin: string) => (isLoopbackUrl(origin) ? { PASSWORD_HASH_COST: '10' } : {})

function run(env: Settings, checkout: string, flags: readonly string[]) {
  const args = ['--conditions=react-server', '--import', 'tsx', 'scripts/start.ts', ...flags]
  const options = { cwd: checkout, env: env as NodeJS.ProcessEnv }
  return spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'bothways-e2e-'))
  await chmod(path, 0o711) // PostgreSQL's account must get through
  return path
}

/**
 * Starts an instance of its own through the launcher: temporary DATA_DIR, free ports, the build that is there.
 * @param settings variables over ours; `AUTH_URL: 'https'` stands for https://localhost:<its port>
 * @param checkout where its code is
 * @param flags of the command line, like `--https`
 */
export async function launchApp(
  settings: Settings = {},
  checkout = process.cwd(),
  flags: readonly string[] = [],
): Promise<App> {
  const [port, oidcPort, dataDir] = await Promise.all([getPort(), getPort(), folder()])
  const scheme = flags.includes('--https') ? 'https' : 'http'
  const { AUTH_URL: asked = scheme } = settings
  const origin = asked.includes(':') ? asked : `${asked}://localhost:${port}`
  const own = { DATA_DIR: dataDir, PORT: String(port), OIDC_PORT: String(oidcPort) }
  const env = {
    ...surroundings(),
    ...generous,
    ...quickHashes(origin),
    ...settings,
    ...own,
    AUTH_URL: origin,
  }
  let log = ''
  let child: ChildProcess

  async function start() {
    const before = log.length
    child = run(env, checkout, flags)
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (log += chunk.toString()))
    const settled = () =>
      log.slice(before).includes(ready) || child.exitCode !== null || child.signalCode !== null
    const isReady = await until('the app to start', settled, startTimeoutMs).then(
      () => log.slice(before).includes(ready),
      () => false,
    )
    if (!isReady) throw new Error(`The app did not start:\n${log.slice(before)}`)
  }

  const stop = async () => {
    await endProcess(child, 'SIGTERM')
    await rm(dataDir, { recursive: true, force: true })
  }

  await start().catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    url: `${scheme}://localhost:${port}`,
    origin,
    dataDir,
    log: () => log,
    issuer: `http://localhost:${oidcPort}`,
    kill: () => endProcess(child, 'SIGKILL'),
    restart: start,
    stop,
  }
}
