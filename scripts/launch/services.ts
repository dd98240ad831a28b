import path from 'node:path'
import { env, type Env } from '@/lib/env'
import type { ProviderOptions } from '@/lib/local-provider/options'
import { answering, startService, type Service, type LaunchError } from './service'
import { programOf } from './command'
import type { Secrets } from './secrets'

type Common = { settings: Env; signal: AbortSignal; onLoss: (error: LaunchError) => void }
type Started = { said: string; service: Service }

/** Every address of this machine is one that we can ask at. */
const asked = (host: string) =>
  ({ '0.0.0.0': '127.0.0.1', '::': '[::1]' })[host] ?? (host.includes(':') ? `[${host}]` : host)

async function settle(service: Service, ready: Promise<void>): Promise<Service> {
  try {
    await ready
    return service
  } catch (error) {
    await service.stop()
    throw error
  }
}

/** What makes the provider, after the start has completed the environment. */
async function providerOptions(secrets: Secrets): Promise<ProviderOptions> {
  const { demoPassword: password } = await import('@/lib/lab/demo')
  const { providerCookieKey: cookieKey, providerSigningKey: signingKey } = secrets
  const { OIDC_PORT: port, AUTH_URL: appOrigin, LOCAL_PROVIDER_SECRET: clientSecret, DATA_DIR } = env()
  const folder = path.join(DATA_DIR, 'provider')
  return { port, appOrigin, clientSecret, folder, cookieKey, signingKey, password }
}

/**
 * @param secrets the provider's own keys reach it over the channel: they are in nobody's environment
 * @param authorityFile of the certificate that the app is reached by, PEM: the provider calls the app when a session ends
 */
export async function startProvider(
  { settings, signal, onLoss }: Common,
  secrets: Secrets,
  authorityFile?: string,
): Promise<Started> {
  const execArgv = ['--conditions=react-server', '--import', 'tsx']
  const name = 'The local provider'
  const env = authorityFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: authorityFile }
  const service = startService('lib/local-provider/main.ts', { name, args: [], execArgv, env, onLoss })
  service.process.send(await providerOptions(secrets))
  const url = `http://127.0.0.1:${settings.OIDC_PORT}/.well-known/openid-configuration`
  await settle(service, answering(name, url, signal))
  service.becomeLoud()
  return { said: `on http://localhost:${settings.OIDC_PORT}`, service }
}

/** Starts Next and waits until `/readyz` answers 200. If that does not happen, what was started is stopped again.
 *  @param listen where, also to what the app itself knows: with --https that is not at PORT of the settings, where TLS is
 *  @param dev `next dev`, in the place of what was built
 *  @throws LaunchError after a minute; the signal's reason when that is aborted */
export async function startApp(
  { settings, signal, onLoss }: Common,
  { PORT, HOST }: Pick<Env, 'PORT' | 'HOST'>,
  dev: boolean,
): Promise<Started> {
  const args = [dev ? 'dev' : 'start', '-p', String(PORT), '-H', HOST]
  if (!dev) args.push('--keepAliveTimeout', String(settings.KEEP_ALIVE_SECONDS * 1000)) // `next dev` has none
  const env = { PORT: String(PORT), HOST }
  const service = startService(programOf('next'), { name: 'The app', args, env, onLoss })
  const url = `http://${asked(HOST)}:${PORT}/readyz`
  await settle(service, answering('The app', url, signal))
  service.becomeLoud()
  return { said: 'ready', service }
}
