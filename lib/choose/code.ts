import 'server-only'
import type { StrategyId } from '@/lib/auth/contract'

const ofCookies = ['adopt', 'cookie', 'extend', 'index', 'issue', 'read']
const ofTokens = ['index', 'issue', 'read']
const parts = ['lifetimes', 'opaque-token', 'session-origin', 'session-row', 'state']

const inFolder = (folder: string, names: readonly string[]) =>
  names.map((name) => `lib/auth/${folder}/${name}.ts`)

type Code = { main: string; own: string[]; shared: string[] }

const code = (strategy: StrategyId, own: readonly string[], shared: readonly string[]): Code => ({
  main: `lib/auth/strategies/${strategy}/read.ts`,
  own: inFolder(`strategies/${strategy}`, own),
  shared: ['lib/auth/contract.ts', ...inFolder('parts', shared), 'prisma/schema.prisma'],
})

const cookieParts = [...parts, 'cookie', 'presented-cookie']
const tokenParts = [...parts, 'tokens', 'access-token/index', 'refresh-token/index', 'signing-keys/index']

/** The files to take for a strategy: its own folder, and what they import of the room they stand in. Held to it by a test. */
export const codeOf: Record<StrategyId, Code> = {
  database: code('database', ofCookies, cookieParts),
  jwt: code('jwt', [...ofCookies, 'token'], cookieParts),
  bearer: code('bearer', ofTokens, tokenParts),
  hybrid: code('hybrid', ofTokens, tokenParts),
}
