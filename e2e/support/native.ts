import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JWK } from 'jose'
import type { App } from './app'
import { until } from './until'

export type Tokens = {
  kind: string
  accessToken: string
  accessTokenExpiresAt: string
  refreshToken: string
}

const throughTsx = ['--conditions=react-server', '--import', 'tsx']

type Ended = { code: number | null; stdout: string; stderr: string }

const contentOf = <Content>(file: string): Promise<Content | null> =>
  readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Content,
    () => null,
  )

/** One person's command-line client of an app: `npm run native` with a DATA_DIR of its own. */
export class Native {
  /** everything that it has ever printed */
  said = ''
  /** everything that it has ever stored and must not print */
  readonly secrets = new Set<string>()
  private readonly runs: ChildProcess[] = []

  private constructor(
    private readonly app: Pick<App, 'origin' | 'issuer'>,
    private readonly dataDir: string,
  ) {}

  static async of(app: Pick<App, 'origin' | 'issuer'>) {
    const dataDir = await mkdtemp(join(tmpdir(), 'bothways-native-'))
    await chmod(dataDir, 0o711)
    return new Native(app, dataDir)
  }

  get file() {
    return join(this.dataDir, 'native', 'tokens.json')
  }

  /** Starts it. @param more variables over ours */
  start(args: string[], more: Record<string, string> = {}) {
    const { PATH = '', HOME = '' } = process.env
    const { port: PORT } = new URL(this.app.origin)
    const { port: OIDC_PORT } = new URL(this.app.issuer)
    const env = { PATH, HOME, PORT, OIDC_PORT, AUTH_URL: this.app.origin, DATA_DIR: this.dataDir, ...more }
    const program = [...throughTsx, 'scripts/native.ts', ...args]
    const child = spawn(process.execPath, program, { env: env as unknown as NodeJS.ProcessEnv })
    this.runs.push(child)
    const seen = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (chunk: Buffer) => {
        seen[name] += chunk.toString()
        this.said += chunk.toString()
      })
    const ended = once(child, 'close').then(async ([code]): Promise<Ended> => {
      const [tokens, key] = [await this.tokens(), await this.key()]
      if (tokens) this.secrets.add(tokens.accessToken).add(tokens.refreshToken)
      if (key?.d !== undefined) this.secrets.add(key.d)
      return { code: code as number | null, ...seen }
    })
    const address = () => until('the address', () => /^http:\S+$/m.exec(seen.stderr)?.[0])
    const says = (words: string) => until(words, () => seen.stderr.includes(words))
    return { ended, address, says, kill: () => child.kill('SIGKILL') }
  }

  run = (...args: string[]) => this.start(args).ended

  get keyFile() {
    return join(this.dataDir, 'native', 'key.json')
  }

  /** @returns null when nobody is signed in */
  tokens = () => contentOf<Tokens>(this.file)

  /** @returns null where the tokens need none */
  key = () => contentOf<JWK>(this.keyFile)

  /** What an hour would do to the access token, as far as this program knows. */
  async age() {
    const tokens = await this.tokens()
    const old = { ...tokens, accessTokenExpiresAt: new Date(0).toISOString() }
    await writeFile(this.file, JSON.stringify(old))
  }

  /** Stands in the way of whoever wants to change the tokens, as another run of the program would. */
  async whileLocked<Result>(work: () => Promise<Result>): Promise<Result> {
    const lock = join(this.dataDir, 'native', 'tokens.lock')
    const holder = spawn(process.execPath, [...throughTsx, 'e2e/support/hold-lock.ts', lock], {
      stdio: 'pipe',
    })
    await once(holder.stdout, 'data')
    try {
      return await work()
    } finally {
      holder.stdin.end()
    }
  }

  modes = async () =>
    Promise.all(
      [this.file, join(this.dataDir, 'native')].map(async (path) => (await stat(path)).mode & 0o777),
    )

  /** Ends what a failed test left waiting. */
  remove = () => {
    for (const run of this.runs) run.kill('SIGKILL')
    return rm(this.dataDir, { recursive: true, force: true })
  }
}
