import { expect, test } from 'vitest'
import { tokenStrategyIds } from '@/lib/strategies'
import { commandIn, help, type Command } from './command'

const plain: Command = { name: 'sign-in', kind: 'bearer', browser: true, json: false }

test.each<[args: string[], command: Partial<Command>]>([
  [[], {}],
  [['sign-in', '--token=hybrid'], { kind: 'hybrid' }],
  [['--token', 'provider', '--no-browser'], { kind: 'provider', browser: false }],
  [['me', '--json'], { name: 'me', json: true }],
  [['refresh'], { name: 'refresh' }],
  [['sign-out'], { name: 'sign-out' }],
  [['help'], { name: 'help' }],
  [['--help'], { name: 'help' }],
])('%j', (args, command) => expect(commandIn(args)).toEqual({ ...plain, ...command }))

test('every token strategy of the table can be asked for, and the help names it', () => {
  for (const kind of [...tokenStrategyIds, 'provider'] as const)
    expect(commandIn([`--token=${kind}`])).toEqual({ ...plain, kind })
  expect(help).toContain(`--token=${tokenStrategyIds.join('|')}|provider`)
})

test.each([
  [['signin']],
  [['me', 'you']],
  [['--token=eyJhbGciOiJFZERTQSJ9']],
  [['--token']],
  [['--token=database']],
  [['--json=yes']],
  [['--quiet']],
  [['me', '--token=bearer']],
  [['sign-out', '--no-browser']],
])('no command: %j', (args) => expect(commandIn(args)).toBeUndefined())
