import { ESLint, type Linter } from 'eslint'
import tseslint from 'typescript-eslint'
import { beforeAll, describe, expect, test } from 'vitest'
import { strategyIds as idsOfTable } from '@/lib/strategies'
import { strategyIds } from './strategy-lists.mjs'

/** A list of strategies that is written by hand stays as it is when the table grows, and nobody finds it. */

let eslint: ESLint
beforeAll(() => {
  eslint = new ESLint({ overrideConfig: tseslint.configs.disableTypeChecked as Linter.Config })
})

async function complaints(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath })
  const found = result!.messages.filter(({ ruleId }) => ruleId === 'bothways/no-strategy-list')
  return found.map(({ message }) => message)
}

const page = 'app/(home)/page.tsx'
const timeoutMs = 60_000

test('the ids are read from the table as it is', () => expect(strategyIds).toEqual(idsOfTable))

describe('a list of strategies is reported', () => {
  test.each([
    ['as an array', page, `export const ids = ['database', 'jwt']`],
    ['among other words', page, `export const words = ['bearer', 'Bearer', 'hybrid', '']`],
    ['as an array of an array', page, `export const pairs = [['jwt', 'database']]`],
    ['with types', page, `export const ids = ['database' as const, 'jwt' satisfies string]`],
    ['in a template', page, 'export const ids = [`database`, `jwt`]'],
    ['as a union', page, `export type Id = 'bearer' | 'hybrid'`],
    ['as a union with more', page, `export type Id = 'bearer' | 'hybrid' | 'provider'`],
    ['as a tuple', page, `export type Ids = ['bearer', 'hybrid']`],
    ['as a choice', page, `export const other = (id: string) => (id === 'jwt' ? 'database' : 'jwt')`],
    ['in a test', 'lib/auth/origin.db.test.ts', `export const ids = ['database', 'jwt'] as const`],
    ['in a spec', 'e2e/support/walk.ts', `export const ids = ['database', 'jwt'] as const`],
    ['in a script', 'scripts/cost.ts', `export const ids = ['database', 'jwt', 'bearer'] as const`],
  ])(
    '%s',
    async (_, file, code) => {
      expect(await complaints(file, code)).toHaveLength(1)
    },
    timeoutMs,
  )
})

describe('is nobody’s business:', () => {
  test.each([
    ['one strategy', page, `export const seen = ['database', 'browser', 'app']`],
    ['the same one twice', page, `export const twice = ['jwt', 'jwt']`],
    ['one in a union', page, `export type Lane = 'browser' | 'app' | 'database' | 'provider'`],
    ['one value for each', page, `export const of = { database: 1, jwt: 2 }`],
    ['the table', 'lib/strategies.ts', `export const ids = ['database', 'jwt']`],
  ])(
    '%s',
    async (_, file, code) => {
      expect(await complaints(file, code)).toEqual([])
    },
    timeoutMs,
  )
})
