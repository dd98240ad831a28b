import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const asModule = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`

/** Refuses the generated Prisma client, which a fresh clone does not have. */
const hooks = asModule(`export function resolve(specifier, context, next) {
  if (specifier.endsWith('generated/client')) throw new Error('the generated client is not there yet')
  return next(specifier, context)
}`)
const register = asModule(`import { register } from 'node:module'; register(${JSON.stringify(hooks)})`)

test('the start loads nothing that needs the generated client, before it has generated it', () => {
  const options = [
    '--conditions=react-server',
    '--import',
    'tsx',
    '--import',
    register,
    '--input-type=module',
  ]
  const { status, stderr } = spawnSync(
    process.execPath,
    [...options, '-e', `await import('./scripts/launch/index.ts')`],
    { encoding: 'utf8' },
  )
  expect(stderr).toBe('')
  expect(status).toBe(0)
}, 60_000)
