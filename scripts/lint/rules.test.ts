import { ESLint, type Linter } from 'eslint'
import tseslint from 'typescript-eslint'
import { beforeAll, describe, expect, test } from 'vitest'

/** A rule that nobody has seen failing is a wish: each has its trespasser. Most of the files exist; what they say here does not. */

/** Without types, whose reading takes a second a file: our own rules look at none. */
let quick: ESLint
let whole: ESLint
beforeAll(() => {
  quick = new ESLint({ overrideConfig: tseslint.configs.disableTypeChecked as Linter.Config })
  whole = new ESLint()
})

async function complaints(filePath: string, code: string, eslint = quick): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath })
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message)
}

const page = 'app/(auth)/sign-in/page.tsx'
const client = 'app/(auth)/sign-in/sign-in-form.tsx'
const accounts = 'lib/accounts/index.ts'
const strategy = 'lib/auth/strategies/database/index.ts'
const direction = 'bothways/direction'
const described = 'bothways/described'

const trespasses: [what: string, file: string, code: string, rule: string][] = [
  ['a page at the database', page, `import '@/lib/db/prisma-client'`, direction],
  ['a page at the database, by a detour', page, `import '../../../lib/db/prisma-client'`, direction],
  ['a page at the database, later', page, `void import('@/lib/db/prisma-client')`, direction],
  ['a page at the database, later, by a template', page, 'void import(`@/lib/db/prisma-client`)', direction],
  ['a page at what nobody can tell', page, 'void import(`@/lib/db/${String(1)}`)', direction],
  [
    'a page at the type of the database',
    page,
    `export type Db = import('@/lib/db/prisma-client').Db`,
    direction,
  ],
  ['a page handing on the database', page, `export * from '@/lib/db/prisma-client'`, direction],
  ['a page at a strategy', page, `import '@/lib/auth/strategies/jwt'`, direction],
  ['a page at a part', page, `import '@/lib/auth/parts/cookie'`, direction],
  ['a page at the settings', page, `import '@/lib/env'`, direction],
  ['a page past the door', page, `import '@/lib/accounts/sign-up'`, direction],
  ['a page at what is between requests and routes', page, `import '@/lib/auth/http/read-body'`, direction],
  ['a page at Auth.js', page, `import 'next-auth'`, direction],
  ['a page at Prisma', page, `import '@prisma/client'`, direction],
  ['a page at the lab', page, `import '@/lib/lab'`, direction],
  ['the proxy at the database', 'proxy.ts', `import '@/lib/db/prisma-client'`, direction],
  ['lib at a page', accounts, `import '@/app/theme'`, direction],
  ['lib at React', accounts, `import 'react'`, direction],
  ['lib at Next', accounts, `import 'next/headers'`, direction],
  ['accounts at how people are remembered', accounts, `import '@/lib/auth'`, direction],
  ['a strategy at another', strategy, `import '../jwt'`, direction],
  ['a strategy at accounts', strategy, `import '@/lib/accounts'`, direction],
  ['a part at other issuers', 'lib/auth/parts/cookie.ts', `import '@/lib/oidc'`, direction],
  ['a strategy at Next', strategy, `import 'next/headers'`, direction],
  ['forms at the settings', 'lib/api-schema/index.ts', `import '@/lib/env'`, direction],
  ['the guide at the lab', 'lib/choose/index.ts', `import '@/lib/lab'`, direction],
  ['the guide past the door', 'lib/choose/index.ts', `import '@/lib/auth/strategies/jwt'`, direction],
  ['the guide at the database', 'lib/choose/index.ts', `import '@/lib/db/prisma-client'`, direction],
  ['accounts at the guide', accounts, `import '@/lib/choose'`, direction],
  ['crypto at accounts', 'lib/crypto/index.ts', `import '@/lib/accounts'`, direction],
  ['the door at Auth.js itself', 'lib/auth/index.ts', `import 'next-auth'`, direction],
  ['the door at what is above it', 'lib/auth/read.ts', `import './http/route'`, direction],
  ['the door at a strategy past the registry', 'lib/auth/read.ts', `import './strategies/jwt'`, direction],
  [
    'requests and responses at the Auth.js instances',
    'lib/auth/http/answer.ts',
    `import '../authjs/handlers'`,
    direction,
  ],
  [
    'requests and responses at a strategy',
    'lib/auth/http/answer.ts',
    `import '../strategies/jwt'`,
    direction,
  ],
  ['Auth.js at a strategy', 'lib/auth/authjs/handlers.ts', `import '../strategies/jwt'`, direction],
  [
    'Auth.js at what stands before Next',
    'lib/auth/authjs/handlers.ts',
    `import '../http/edge/refuse'`,
    direction,
  ],
  ['a test of the core at the lab', 'lib/accounts/mails.test.ts', `import '@/lib/lab'`, direction],
  [
    'a test of the core at the local provider',
    'lib/auth/origin.db.test.ts',
    `import '@/lib/local-provider/testing/provider-client'`,
    direction,
  ],
  [
    'what tests of the core share, at a page',
    'lib/auth/testing/people.ts',
    `import '@/app/theme'`,
    direction,
  ],
  ['a file of lib that has no room', 'lib/nowhere.ts', `export {}`, direction],
  ['a folder of lib that has no room', 'lib/nowhere/index.ts', `export {}`, direction],
  ['a file of lib beside a room of its name', 'lib/hooks.tsx', `export {}`, direction],
  ['a browser file at lib', client, `'use client'\nimport '@/lib/accounts'`, 'bothways/client-imports'],
  [
    'a browser file handing on lib',
    client,
    `'use client'\nexport * from '@/lib/accounts'`,
    'bothways/client-imports',
  ],
  [
    'a browser file handing on something of lib',
    client,
    `'use client'\nexport { signUp } from '@/lib/accounts'`,
    'bothways/client-imports',
  ],
  [
    'a browser file at lib, later',
    client,
    `'use client'\nvoid import('@/lib/accounts')`,
    'bothways/client-imports',
  ],
  [
    'the API client at zod, by the schemas',
    'lib/client/client.ts',
    `import { endpoints } from '@/lib/api-schema/api'`,
    'bothways/client-imports',
  ],
  ['the API client at how people are remembered', 'lib/client/client.ts', `import '@/lib/auth'`, direction],
  ['the API client past its door', page, `import '@/lib/client/exchange'`, direction],
  ['lib without its seal', accounts, `export const answer = 42`, 'bothways/server-only'],
  ['the environment', accounts, `export const home = process.env.HOME`, 'no-restricted-properties'],
  ['the environment, taken apart', accounts, `export const { env } = process`, 'no-restricted-properties'],
  [
    'the environment, by a longer way',
    accounts,
    `export const home = globalThis.process.env.HOME`,
    'no-restricted-properties',
  ],
  [
    'the environment, by its module',
    accounts,
    `import { env } from 'node:process'\nexport const home = env.HOME`,
    'no-restricted-imports',
  ],
  [
    'the environment, by all of its module',
    accounts,
    `import process from 'node:process'\nexport const home = process`,
    'no-restricted-imports',
  ],
  [
    'a promise dropped',
    accounts,
    `const end = async () => {}\nend()`,
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a promise taken for an answer',
    accounts,
    `const isIn = async () => false\nexport const answer = () => { if (isIn()) return 1 }`,
    '@typescript-eslint/no-misused-promises',
  ],
  [
    'a connection of one’s own',
    'lib/db/prisma-client.ts',
    `import pg from 'pg'\nexport const own = new pg.Pool()`,
    'no-restricted-syntax',
  ],
  ...[
    `import { Pool } from 'pg'\nexport const own = new Pool()`,
    `import { Client as Own } from 'pg'\nexport const own = new Own()`,
    `import * as postgres from 'pg'\nexport const own = new postgres.Pool()`,
    `import postgres from 'pg'\nexport const own = new postgres.Pool()`,
    `import pg from 'pg'\nexport class Own extends pg.Client {}`,
  ].map((code): [string, string, string, string] => [
    `a connection of one’s own: ${code.replaceAll('\n', '; ')}`,
    'lib/db/client.ts',
    code,
    'no-restricted-syntax',
  ]),
  [
    'a literal spread into another',
    accounts,
    `export const of = (issuer: string) => ({ ...{ issuer } })`,
    'bothways/written-out',
  ],
  ...[
    ['under a condition', `{ ...(issuer && { issuer }) }`],
    ['in place of nothing', `{ ...(undefined ?? { issuer }) }`],
    ['if nothing else is there', `{ ...(issuer || { issuer }) }`],
    ['chosen from two', `{ ...(issuer ? {} : { issuer }) }`],
    ['under a name of its type', `{ ...({ issuer } as object) }`],
    ['that its type is compared with', `{ ...({ issuer } satisfies object) }`],
    ['in parentheses', `{ ...({ issuer }) }`],
    ['nested deeper', `{ ...(issuer ? {} : (issuer && ({ issuer } as object))) }`],
    ['by Object.assign', `Object.assign({}, { issuer })`],
    ['by Object.assign, under a condition', `Object.assign({}, issuer && { issuer })`],
  ].map(([how, literal]): [string, string, string, string] => [
    `a literal spread into another, ${how}`,
    accounts,
    `/** One. */\nexport const of = (issuer: string) => (${literal})`,
    'bothways/written-out',
  ]),
  [
    'attributes as a literal',
    page,
    `export const Field = () => <input {...{ id: 'a' }} />`,
    'bothways/written-out',
  ],
  [
    'a strategy naming another',
    strategy,
    `import 'server-only'\nexport const isOther = (id: string) => id === 'jwt'`,
    'bothways/no-sibling',
  ],
  [
    'a strategy naming another in a template',
    strategy,
    'import "server-only"\nexport const isOther = (id: string) => id === `hybrid`',
    'bothways/no-sibling',
  ],
  [
    'a strategy reaching for the row of another',
    strategy,
    `import 'server-only'\nimport { strategies } from '@/lib/strategies'\nexport const other = strategies.bearer`,
    'bothways/no-sibling',
  ],
  ...[
    `export const of = { jwt: 1 }`,
    `export const of = (all: { jwt: 1 }) => { const { jwt: other } = all; return other }`,
    'export const of = (id: string) => `the jwt of ${id}`',
  ].map((code): [string, string, string, string] => [
    `a strategy naming another: ${code}`,
    strategy,
    code,
    'bothways/no-sibling',
  ]),
  ['a function without a docstring', accounts, `export const plus = (a: number) => a + 1`, described],
  ['a page without a docstring', page, `export default function Page() {}`, described],
  ['a default export that has no name', page, `export default () => null`, described],
  [
    'a docstring that a blank line parts from its function',
    accounts,
    `/** Numbers. */\n\nexport async function one() {}`,
    described,
  ],
  ['a comment that is no docstring', accounts, `// one more\nexport function plus() {}`, described],
  ['a docstring that says nothing', accounts, `/** */\nexport function plus() {}`, described],
  [
    'an overload without a docstring',
    accounts,
    `/** Of a number. */
export function plus(a: number): number
export function plus(a: string): string
export function plus(a: number | string) { return a }`,
    described,
  ],
  [
    'a function without a docstring that is exported below',
    accounts,
    `const plus = () => 1\nexport { plus as max }`,
    described,
  ],
  [
    'a default without a docstring that is exported below',
    page,
    `function Page() { return null }\nexport default Page`,
    described,
  ],
  [
    'a function in another without a docstring',
    accounts,
    `import { cache } from 'react'\nexport const one = cache(() => 1)`,
    described,
  ],
  [
    'the second function under one docstring',
    accounts,
    `/** One. */\nexport const one = () => 1, two = () => 2`,
    described,
  ],
  ['a script without docstrings', 'scripts/lint/rooms.mjs', `export const of = function () {}`, described],
  ['the table at anything', 'lib/strategies.ts', `import '@/lib/env'`, direction],
  ['a console', accounts, `console.log(1)`, 'no-console'],
]

describe('is reported', () => {
  test.each(trespasses)(
    '%s',
    async (_, file, code, rule) => {
      const needsTypes = rule.startsWith('@typescript-eslint/')
      expect(await complaints(file, code, needsTypes ? whole : quick)).toContain(rule)
    },
    60_000,
  )
})

/** A file of each room of the core. */
const core = [
  page,
  'app/api/me/route.ts',
  'app/components/notice.tsx',
  'proxy.ts',
  'lib/hooks.ts',
  'lib/env.ts',
  'lib/log.ts',
  'lib/html.ts',
  'lib/trace/index.ts',
  'lib/api-schema/index.ts',
  'lib/crypto/index.ts',
  'lib/db/prisma-client.ts',
  'lib/mail/index.ts',
  accounts,
  'lib/oidc/index.ts',
  'lib/auth/index.ts',
  strategy,
  'lib/auth/parts/cookie.ts',
  'lib/auth/authjs/instances.ts',
  'lib/auth/http/route.ts',
  'lib/auth/http/edge/admitted.ts',
]
const ofLab = [
  '@/lib/lab',
  '@/lib/lab/is-on',
  '@/lib/choose',
  '@/lib/local-provider/options',
  '@/app/(lab)/tour/stops',
]

describe('what only the lab has', () => {
  test.each(core)(
    'is nothing for %s',
    async (file) => {
      for (const from of ofLab) expect(await complaints(file, `import '${from}'`), from).toContain(direction)
    },
    60_000,
  )

  test.each([
    ['the front page', 'app/(home)/page.tsx', `import '@/app/(lab)/tour/stops'`],
    ['the front page', 'app/(home)/page.tsx', `import '@/lib/lab'`],
    ['the start', 'instrumentation.ts', `import '@/lib/lab'`],
    ['the local provider', 'lib/local-provider/options.ts', `import '@/lib/oidc'`],
  ])(
    'or lies beyond its own door is nothing for %s',
    async (_, file, code) => {
      expect(await complaints(file, code)).toContain(direction)
    },
    60_000,
  )
})

const rightful: [what: string, file: string, code: string][] = [
  [
    'a page at the doors',
    page,
    `import '@/lib/auth'\nimport '@/lib/accounts'\nimport '@/lib/auth/http/page-state'`,
  ],
  [
    'a browser file at forms, the table and types',
    client,
    `'use client'\nimport '@/lib/api-schema'\nimport '@/lib/strategies'\nimport type {} from '@/lib/auth/contract'`,
  ],
  ['a browser file at the API client', client, `'use client'\nimport '@/lib/client'`],
  [
    'the API client at the types of the schemas',
    'lib/client/client.ts',
    `import type {} from '@/lib/api-schema/api'\nimport type {} from '@/lib/auth/contract'`,
  ],
  [
    'the registry at each strategy',
    'lib/auth/strategies/index.ts',
    `import 'server-only'\nimport './database'\nimport './jwt'`,
  ],
  [
    'a strategy at parts and crypto',
    strategy,
    `import 'server-only'\nimport '@/lib/auth/parts/cookie'\nimport '@/lib/crypto'`,
  ],
  [
    'a strategy naming itself',
    strategy,
    `import 'server-only'\n/** Its own id. */\nexport const isOwn = (id: string) => id === 'database'`,
  ],
  [
    'the door at the registry, parts and its own files',
    'lib/auth/read.ts',
    `import 'server-only'\nimport './strategies'\nimport './parts/cookie'\nimport './sign-out'`,
  ],
  [
    'requests and responses at what is below them',
    'lib/auth/http/answer.ts',
    `import 'server-only'\nimport '../read'\nimport '../parts/cookie'\nimport './refusal'`,
  ],
  [
    'Auth.js at what is below it',
    'lib/auth/authjs/handlers.ts',
    `import 'server-only'\nimport '../read'\nimport '../strategies'\nimport '../http/answer'`,
  ],
  ['Auth.js in its room', 'lib/auth/authjs/instances.ts', `import 'server-only'\nimport 'next-auth'`],
  [
    'a function with its docstring',
    accounts,
    `import 'server-only'\n/** Whole numbers. */\nexport const plus = (a: number) => a + 1\nexport const max = 9`,
  ],
  [
    'a function that is exported below its docstring',
    accounts,
    `import 'server-only'\n/** One. */\nconst plus = () => 1\nexport { plus as max }`,
  ],
  [
    'a function of a file’s own',
    accounts,
    `import 'server-only'\nconst plus = () => 1\nexport const max = plus()`,
  ],
  [
    'what a method makes of a function',
    accounts,
    `import 'server-only'\nexport const more = [1].map((one) => one + 1)`,
  ],
  [
    'overloads with theirs',
    accounts,
    `import 'server-only'
/** Of a number. */
export function plus(a: number): number
/** Of a text. */
export function plus(a: string): string
export function plus(a: number | string) { return a }`,
  ],
  [
    'the handlers of a route',
    'app/api/me/route.ts',
    `declare function answer(method: string): () => void
export const GET = answer('GET')
export const { POST, PUT } = { POST: answer('POST'), PUT: answer('PUT') }`,
  ],
  [
    'spreading what has a name, or is empty',
    accounts,
    `import 'server-only'
/** One. */
export const of = (known: object | null) => ({ ...known, ...(known ?? {}), ...Object.assign({}, known) })`,
  ],
  ['a test', 'lib/accounts/mails.test.ts', `export const plus = () => 1`],
  [
    'a test of the core at other rooms of the core, and at what tests share',
    'lib/auth/parts/queries.db.test.ts',
    `import '../read'\nimport '../strategies/jwt'\nimport '../testing/people'\nimport '@/lib/accounts/testing/account-fixtures'`,
  ],
  ['a test of the lab at the core', 'lib/lab/routes.test.ts', `import '@/lib/auth/parts/cookie'`],
]

describe('is nobody’s business', () => {
  test.each(rightful)(
    '%s',
    async (_, file, code) => {
      const own = (await complaints(file, code)).filter((rule) => rule.startsWith('bothways/'))
      expect(own).toEqual([])
    },
    60_000,
  )
})
