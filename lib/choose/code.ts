import 'server-only'
import type { StrategyId } from '@/lib/strategies'

/** The files to take for a strategy, by what they are. Held to the imports by a test. */
export type Code = {
  /** how a request is recognised */
  main: string
  /** its own folder */
  own: string[]
  /** what it shares with its siblings, file by file */
  parts: string[]
  /** what those stand on: rooms, which are taken whole, since each is entered by its door */
  rooms: readonly string[]
}

const names = (text: string) => text.split(' ')
const filesIn = (folder: string, files: string) => names(files).map((name) => `lib/auth/${folder}${name}.ts`)

const ofEach = 'lifetimes session-row auth-state'
const ofCookies = `cookie ${ofEach}`
const ofTokens = [
  ...filesIn(
    'parts/',
    `opaque-token access-token dpop-proof signed-proof verified-before refresh-token ${ofEach}`,
  ),
  ...filesIn('parts/signing-keys/', 'index ring schedule signing-key'),
]

const ofSelfContained = [...ofTokens, ...filesIn('parts/', 'self-contained-token')]

const rooms = names(
  'lib/api-schema lib/blocked-ports.ts lib/crypto lib/database-url.ts lib/db lib/display.ts lib/env.ts lib/hooks.ts lib/log.ts lib/loopback.ts lib/once-per-process.ts lib/strategies.ts lib/trace prisma/schema.prisma',
)

const code = (strategy: StrategyId, own: string, parts: string[]): Code => ({
  main: `lib/auth/strategies/${strategy}/index.ts`,
  own: filesIn(`strategies/${strategy}/`, own),
  parts: [...filesIn('', 'contract'), ...parts],
  rooms,
})

export const codeOf: Record<StrategyId, Code> = {
  database: code('database', 'index', filesIn('parts/', `opaque-token session-cache ${ofCookies}`)),
  jwt: code('jwt', 'index token', filesIn('parts/', `verified-before ${ofCookies}`)),
  dbsc: code('dbsc', 'index', [
    ...filesIn('parts/', `bound-cookie device-key signed-proof opaque-token session-cache ${ofCookies}`),
  ]),
  bearer: code('bearer', 'index', ofSelfContained),
  hybrid: code('hybrid', 'index', [...ofTokens, ...filesIn('parts/', 'session-cache')]),
  dpop: code('dpop', 'index', ofSelfContained),
}
