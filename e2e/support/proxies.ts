import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './until'

/** Real proxies with the blocks of docs/deploy/behind-a-proxy.md: what the page says is what is tried. */

export const proxies = ['nginx, as it comes', 'nginx', 'apache', 'caddy'] as const
export type ProxyName = (typeof proxies)[number]

type Ports = { proxy: number; app: number }
type ProxyProgram = { program: string; args: string[]; config: string }

const apacheModules = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules', '/usr/libexec/apache2']
const modules = apacheModules.find((folder) => existsSync(join(folder, 'mod_proxy_http.so')))
const apache = ['apache2', 'httpd'].find(runs)
const isRoot = process.getuid?.() === 0

function runs(program: string) {
  return spawnSync(program, ['-v'], { stdio: 'ignore' }).error === undefined
}

/** @returns why it cannot be tried here, or null */
export function missing(name: ProxyName): string | null {
  if (!runs('openssl')) return 'openssl is not installed'
  if (name === 'apache') return apache && modules ? null : 'Apache is not installed'
  const program = name === 'caddy' ? 'caddy' : 'nginx'
  return runs(program) ? null : `${program} is not installed`
}

/** The blocks of one language, in the order of the page. */
function blocks(language: string): string[] {
  const page = readFileSync('docs/deploy/behind-a-proxy.md', 'utf8')
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, block = '']) => block,
  )
}

/** The block as it stands in the page, but for name, ports and certificate. */
const here = (block: string, folder: string, { proxy, app }: Ports) =>
  block
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${app}`)
    .replaceAll(/\/etc\/ssl\/app\.example/g, join(folder, 'localhost'))
    .replaceAll('app.example', 'localhost')
    .replace(/\b443\b/, `${proxy}`)

function nginx(index: number, folder: string, ports: Ports): ProxyProgram {
  const file = join(folder, 'nginx.conf')
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const config = `
    ${isRoot ? 'user root;' : ''}
    daemon off;
    pid ${folder}/nginx.pid;
    events {}
    http {
      access_log off;
      ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n')}
      ${here(blocks('nginx')[index] ?? '', folder, ports)}
    }`
  return { program: 'nginx', args: ['-c', file, '-e', join(folder, 'error.log')], config }
}

function httpd(folder: string, ports: Ports): ProxyProgram {
  const needed = ['mpm_event', 'authz_core', 'proxy', 'proxy_http', 'ssl']
  const config = `
    ${needed.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
    ServerName localhost
    PidFile ${folder}/httpd.pid
    DefaultRuntimeDir ${folder}
    ErrorLog ${folder}/error.log
    Listen 127.0.0.1:${ports.proxy}
    ${isRoot ? 'User nobody' : ''}
    ${here(blocks('apache')[0] ?? '', folder, ports)}`
  const file = join(folder, 'httpd.conf')
  return { program: apache ?? '', args: ['-f', file, '-d', folder, '-DFOREGROUND'], config }
}

function caddy(folder: string, ports: Ports): ProxyProgram {
  const block = here(blocks('caddy')[0] ?? '', folder, ports)
  const site = block.replace(
    'localhost {',
    `https://localhost:${ports.proxy} {\n  tls ${folder}/localhost.pem ${folder}/localhost.key`,
  )
  const config = `{\n  admin off\n  auto_https disable_redirects\n}\n${site}`
  return {
    program: 'caddy',
    args: ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')],
    config,
  }
}

const make: Record<ProxyName, (folder: string, ports: Ports) => ProxyProgram> = {
  'nginx, as it comes': (folder, ports) => nginx(0, folder, ports),
  nginx: (folder, ports) => nginx(1, folder, ports),
  apache: httpd,
  caddy,
}

const files: Record<ProxyName, string> = {
  'nginx, as it comes': 'nginx.conf',
  nginx: 'nginx.conf',
  apache: 'httpd.conf',
  caddy: 'Caddyfile',
}

/** Starts the proxy in front of an app, over TLS with a certificate that it signed itself. @returns what stops it */
export async function startProxy(name: ProxyName, ports: Ports): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'bothways-proxy-'))
  chmodSync(folder, 0o755)
  certify(folder)
  const { program, args, config } = make[name](folder, ports)
  writeFileSync(join(folder, files[name]), config)
  const own = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const env = own as unknown as NodeJS.ProcessEnv
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const stop = async () => {
    if (child.exitCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    }
    rmSync(folder, { recursive: true, force: true })
  }
  await until(`${name} to listen`, () => child.exitCode !== null || listens(ports.proxy))
  if (child.exitCode === null) return stop
  await stop()
  throw new Error(`${name} did not start:\n${said}`)
}

function certify(folder: string) {
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    join(folder, 'localhost.key'),
  ]
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2']
  const made = spawnSync('openssl', ['req', '-x509', ...key, '-out', join(folder, 'localhost.pem'), ...name])
  if (made.status !== 0) throw new Error(made.stderr.toString())
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
