import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { digestOf, readStamp } from '@/scripts/launch/generated-client'
import { environment } from './processes'

/** What is measured is built before, and only when something that goes into it changed. */

export const appFolder = path.resolve('artifacts/bench/app')
export const peersFolder = path.resolve('bench/peers')

async function run(what: string, folder: string, program: string, args: string[]) {
  console.log(`${what} …`)
  const child = spawn(program, args, { cwd: folder, env: environment({}), stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${what} failed:\n${said}`)
}

/** Runs `make` unless it was run with the same inputs before. */
async function onChange(stamp: string, inputs: string[], make: () => Promise<void>) {
  const digest = digestOf(inputs)
  if (readStamp(stamp) === digest) return
  await make()
  writeFileSync(stamp, digest)
}

const isOfPeers = (name: string) =>
  !['node_modules', '.next', 'next-env.d.ts', 'tsconfig.tsbuildinfo'].includes(name)

/**
 * Installs the peers by their own lockfile and builds them, where that is not done yet.
 * @throws Error with what npm or Next said
 */
export async function preparePeers() {
  const inFolder = (name: string) => path.join('bench/peers', name)
  await onChange(
    inFolder('node_modules/.bench.digest'),
    [inFolder('package.json'), inFolder('package-lock.json')],
    () => run('Installing the peers', peersFolder, 'npm', ['ci', '--no-audit', '--no-fund']),
  )
  await onChange(
    inFolder('.next/bench.digest'),
    readdirSync(peersFolder).filter(isOfPeers).map(inFolder),
    () =>
      run('Building the peers', peersFolder, process.execPath, ['node_modules/next/dist/bin/next', 'build']),
  )
}

/** What the peers are, exactly. */
export const peerVersions = () =>
  (
    JSON.parse(readFileSync(path.join(peersFolder, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
  ).dependencies

/** What stays from run to run: it is made from the rest. */
const isKept = (name: string) => ['.next', 'node_modules', 'next-env.d.ts'].includes(name)

/**
 * A copy of this checkout, uncommitted changes among it, with the routes of `bench/routes` in it: the app itself has none of
 * them.
 */
function copyApp() {
  mkdirSync(appFolder, { recursive: true })
  for (const name of readdirSync(appFolder).filter((name) => !isKept(name)))
    rmSync(path.join(appFolder, name), { recursive: true, force: true })
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  const files = listed
    .toString()
    .split('\0')
    .filter((file) => file && !file.startsWith('bench/') && existsSync(file))
  for (const file of files) cpSync(file, path.join(appFolder, file))
  cpSync('lib/db/generated', path.join(appFolder, 'lib/db/generated'), { recursive: true })
  cpSync('bench/routes', path.join(appFolder, 'app'), { recursive: true })
  if (!existsSync(path.join(appFolder, 'node_modules')))
    symlinkSync('../../../node_modules', path.join(appFolder, 'node_modules'))
}

/** Of the launcher, called in the folder of the copy: it builds unless nothing changed. */
const callBuild = `
  const { buildApp } = await import('./scripts/launch/build.ts')
  await buildApp(new AbortController().signal)`

/** Copies the app and builds the copy, where that is not done yet. @throws Error with what Next said */
export async function prepareApp() {
  copyApp()
  const node = ['--conditions=react-server', '--import', 'tsx', '--input-type=module', '--eval', callBuild]
  await run('Building the app, unless nothing changed', appFolder, process.execPath, node)
}
