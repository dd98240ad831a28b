import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { until } from '@/e2e/support/until'
import { defaultTimeZone } from '../connection'
import { execute } from '../testing/scratch-database'
import { answer } from './postgres-server'
import { startEmbedded, type Embedded } from './index'
import { withLock } from './lock'
import { placeFor } from './place'

const password = 'Vb3kQ9xTzLm7RwYc2NpHd8sGfJu4Ea6K'
const opened: Embedded[] = []
const folders: string[] = []

function folder(mode = 0o711) {
  const made = mkdtempSync(path.join(os.tmpdir(), 'bothways-embedded-'))
  chmodSync(made, mode)
  folders.push(made)
  return made
}

async function open(dataDir: string, given = password) {
  const embedded = await startEmbedded({ dataDir, password: given, durable: false })
  opened.push(embedded)
  return embedded
}

afterEach(async () => {
  for (const embedded of opened.splice(0).reverse()) await embedded.destroy().catch(() => {})
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true })
})

const pidFile = (dataDir: string) => path.join(placeFor(dataDir).cluster, 'postmaster.pid')
const serverPid = (dataDir: string) => Number(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0])

test('created, reused, stopped with its last user, started again with all its rows', async () => {
  const dataDir = folder()
  const first = await open(dataDir)
  const second = await open(dataDir)
  expect([first.how, second.how, second.url]).toEqual(['created', 'reused', first.url])
  await execute(first.url, 'CREATE TABLE kept AS SELECT 1 AS n')
  await first.stop()
  expect(await answer(second.url)).toBe('ready')
  await second.stop()
  expect(await answer(second.url)).toBe('silent')
  const third = await open(dataDir)
  expect(third.how).toBe('started')
  expect(await execute(third.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }])
})

test('admits one role, with its password, from this machine', async () => {
  const { url } = await open(folder())
  const as = (user: string, secret: string) =>
    Object.assign(new URL(url), { username: user, password: secret }).href
  await expect(execute(as('app', 'wrong'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  await expect(execute(as('postgres', password), 'SELECT 1')).rejects.toMatchObject({ code: '28000' })
  const [role] = await execute(url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')
  expect(role).toEqual({ rolsuper: false })
  expect(await execute(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
})

test('its sessions and its log are in UTC, wherever it was made', async () => {
  vi.stubEnv('TZ', 'America/New_York')
  const { url } = await open(folder())
  expect(await defaultTimeZone(url)).toBe('UTC')
  expect(await execute(url, 'SHOW log_timezone')).toEqual([{ log_timezone: 'UTC' }])
})

test('killed, it is back on the same port with every acknowledged row', async () => {
  const dataDir = folder()
  const { url, supervise } = await open(dataDir)
  const reports: string[] = []
  supervise((message) => reports.push(message))
  await execute(url, 'CREATE TABLE kept (n int)')
  let acknowledged = 0
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 20; n++, acknowledged++) await execute(url, 'INSERT INTO kept VALUES ($1)', [n])
    process.kill(serverPid(dataDir), 'SIGKILL')
    await until('the report', () => reports.length > round, 20_000)
    expect(await execute(url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: acknowledged }])
  }
}, 60_000)

test('killed while nobody looked, it starts again in spite of what it left', async () => {
  const dataDir = folder()
  const { url } = await open(dataDir)
  process.kill(serverPid(dataDir), 'SIGKILL')
  await until('its end', async () => (await answer(url)) === 'silent', 20_000)
  expect((await open(dataDir)).how).toBe('started')
})

test('a pid file that names a stranger stops nobody', async () => {
  const dataDir = folder()
  const first = await open(dataDir)
  const left = readFileSync(pidFile(dataDir), 'utf8')
  await first.stop()
  writeFileSync(pidFile(dataDir), left.replace(/^\d+/, String(process.pid)))
  expect((await open(dataDir)).how).toBe('started')
})

test('lost secrets do not lose the database', async () => {
  const dataDir = folder()
  const first = await open(dataDir)
  await execute(first.url, 'CREATE TABLE kept AS SELECT 1 AS n')
  await first.stop()
  const second = await open(dataDir, 'aNewPasswordThatNobodyHadBefore12345')
  expect(await execute(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }])
})

test('a folder that only we may enter is no obstacle', async () => {
  const dataDir = folder(0o700)
  const first = await open(dataDir)
  await execute(first.url, 'CREATE TABLE kept AS SELECT 1 AS n')
  await first.stop()
  const { home } = placeFor(dataDir)
  if (process.getuid?.() === 0) expect(home.startsWith(dataDir)).toBe(false)
  const second = await open(dataDir)
  expect(await execute(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }])
  await second.destroy()
  expect(existsSync(home)).toBe(false)
})

function launcher(dataDir: string): ChildProcess {
  const execArgv = ['--conditions=react-server', '--import', 'tsx']
  const child = fork('lib/db/embedded/testing/launcher.ts', [dataDir, password], { execArgv, silent: true })
  children.push(child)
  return child
}
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

test('five processes at once agree on one server', async () => {
  const dataDir = folder()
  const all = Array.from({ length: 5 }, () => launcher(dataDir))
  const urls = await Promise.all(all.map(async (child) => ((await once(child, 'message')) as [string])[0]))
  expect(new Set(urls).size).toBe(1)
  expect(await answer(urls[0]!)).toBe('ready')
  expect((await open(dataDir)).url).toBe(urls[0])
}, 60_000)

test('a launcher that was killed leaves a server that the next one reuses, and stops', async () => {
  const dataDir = folder()
  const child = launcher(dataDir)
  const [url] = (await once(child, 'message')) as [string]
  child.kill('SIGKILL')
  await once(child, 'exit')
  const next = await open(dataDir)
  expect([next.how, next.url]).toEqual(['reused', url])
  await next.stop()
  expect(await answer(url)).toBe('silent')
}, 60_000)

test('a lock whose owner is dead is taken over, one that is held is waited for', async () => {
  const lock = path.join(folder(), 'lock')
  symlinkSync('1@0', lock) // pid 1 lives, but it is another run of it
  expect(await withLock(lock, async () => 'mine')).toBe('mine')
  await withLock(lock, async () => {
    await expect(withLock(lock, async () => 'too', 100)).rejects.toThrow(/still held/)
  })
  const order: number[] = []
  const take = (n: number) => withLock(lock, async () => void order.push(n))
  await Promise.all([1, 2, 3].map(take))
  expect(order).toHaveLength(3)
  expect(existsSync(lock)).toBe(false)
})
