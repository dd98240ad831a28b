import { fork, type ChildProcess } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { endProcess } from '@/lib/end-process'
import type { ProviderOptions } from '@/lib/local-provider/options'
import { authjsStrategyIds } from '@/lib/strategies'
import { underOurLife } from '../../scripts/launch/service'
import { admin } from './people'
import { until } from './until'

export type RunningProvider = {
  issuer: string
  /** where it keeps its sessions and tokens */
  folder: string
  /** all that it has written to its terminal */
  log(): string
  /** `kill -9` */
  kill(): Promise<void>
  /** the same provider again: its keys, its folder, its port */
  restart(): Promise<void>
  stop(): Promise<void>
}

type Client = NonNullable<ProviderOptions['moreClients']>[number]

/** The app as a client of its entry `generic`, without a question of consent. A secret makes it confidential. */
export function genericClient(appOrigin: string, clientId: string, clientSecret?: string): Client {
  const client: Client = {
    client_id: clientId,
    client_name: 'Bothways',
    first_party: true,
    require_auth_time: true,
    redirect_uris: authjsStrategyIds.map((strategy) => `${appOrigin}/api/auth/${strategy}/callback/generic`),
    post_logout_redirect_uris: [`${appOrigin}/sign-in`],
    backchannel_logout_uri: `${appOrigin}/api/oidc/backchannel-logout`,
    backchannel_logout_session_required: true,
  }
  if (clientSecret) client.client_secret = clientSecret
  else client.token_endpoint_auth_method = 'none'
  return client
}

function newKeys() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomBytes(8).toString('hex')
  const signingKey = { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
  const random = () => randomBytes(33).toString('base64url')
  return { signingKey, cookieKey: random(), clientSecret: random(), password: admin.password }
}

const isReady = (issuer: string) =>
  fetch(`${issuer}/.well-known/openid-configuration`).then(
    ({ ok }) => ok,
    () => false,
  )

/**
 * Starts a second OpenID Provider: the code of the local one, a key and a folder of its own, and by default the same people
 * with the same `sub`s. An app that has to know its issuer before it starts is given `http://localhost:<port>` of a
 * `getPort()`; its origin is known by the time the provider is started on that port.
 */
export async function startProvider(
  given: Partial<ProviderOptions> & { appOrigin: string },
): Promise<RunningProvider> {
  const port = given.port ?? (await getPort())
  const folder = given.folder ?? (await mkdtemp(join(tmpdir(), 'bothways-provider-')))
  const options = { ...newKeys(), ...given, port, folder } as ProviderOptions
  const issuer = `http://localhost:${port}`
  let log = ''
  let child: ChildProcess

  async function start() {
    const execArgv = ['--conditions=react-server', '--import', 'tsx']
    child = fork('lib/local-provider/main.ts', [], {
      env: underOurLife(process.env),
      execArgv,
      silent: true,
    })
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (log += chunk.toString()))
    child.send(options)
    await until(`the provider to start: ${log}`, () => isReady(issuer), 30_000)
  }
  const stop = async () => {
    await endProcess(child, 'SIGTERM')
    await rm(folder, { recursive: true, force: true })
  }

  await start()
  return { issuer, folder, log: () => log, kill: () => endProcess(child, 'SIGKILL'), restart: start, stop }
}
