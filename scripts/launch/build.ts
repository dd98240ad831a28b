import { existsSync, writeFileSync } from 'node:fs'
import { withLock } from '@/lib/db/embedded/lock'
import { lockFor, digestOf, readStamp } from './generated-client'
import { programOf, runCommand } from './command'
import { LaunchError } from './service'

const stamp = '.next/inputs.digest'
/** What `next build` writes last. */
const finished = '.next/BUILD_ID'
const buildTimeoutMs = 10 * 60_000

const inputs = [
  ...['app', 'lib', 'public', 'prisma/schema.prisma', 'proxy.ts', 'instrumentation.ts'],
  ...['next.config.mjs', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json'],
]

const isNoInput = (file: string) => /\.test\.tsx?$|^lib\/db\/generated\//.test(file)

/** Builds the app when something that goes into it changed. Settings do not: one build serves every start. */
export async function buildApp(signal: AbortSignal): Promise<string> {
  const build = async () => {
    const digest = digestOf(inputs, isNoInput)
    if (readStamp(stamp) === digest && existsSync(finished)) return 'up to date'
    await runCommand('Building the app', programOf('next'), ['build'], { signal })
    if (!existsSync(finished)) throw new LaunchError('The build ended without a result: run it again.')
    writeFileSync(stamp, digest)
    return 'built'
  }
  return withLock(lockFor('build'), build, buildTimeoutMs)
}
