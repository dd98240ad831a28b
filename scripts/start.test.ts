import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { EnvError } from '@/lib/env'
import { checkSettings, givenVariables } from './launch/settings'

const dataDir = path.join(os.tmpdir(), `bothways-never-made-${process.pid}`)

/** Runs a start that has to fail: how it ended, and what it said about it. */
async function start(variables: Record<string, string>) {
  const env = {
    PATH: process.env.PATH ?? '',
    DATA_DIR: dataDir,
    ...variables,
  } as unknown as NodeJS.ProcessEnv
  const args = ['--conditions=react-server', '--import', 'tsx', 'scripts/start.ts']
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, said: said.trim() }
}

const weak = 'change-me-change-me-change-me-change-me'

const faults: [variable: string, value: string, others?: Record<string, string>][] = [
  ['PORT', 'abc'],
  ['PORT', '70000'],
  ['OIDC_PORT', '0'],
  ['AUTH_URL', 'nonsense'],
  ['AUTH_URL', 'ftp://localhost'],
  ['AUTH_URL', 'http://app.example', { LAB: 'on' }],
  ['AUTH_URL', 'http://localhost:3000/path'],
  ['AUTH_SECRET', 'short'],
  ['AUTH_SECRET', weak],
  ['AUTH_SECRET', 'changeme-changeme-changeme-changeme-changeme'],
  ['AUTH_SECRET', 'a'.repeat(64)],
  ['LOCAL_PROVIDER_SECRET', weak],
  ['AUTH_DEBUG', 'true'],
  ['AUTH_DEBUG', '1'],
  ['AUTH_STRATEGY', 'both'],
  ['DATABASE_URL', 'mysql://localhost/app'],
  ['DATABASE_URL', 'postgresql://app:p@ss/w#rd@localhost/app'],
  ['DATABASE_URL', 'postgresql://app@localhost/app?schema=tenant'],
  [
    'DIRECT_DATABASE_URL',
    'postgresql://app@localhost/app?sslmode=prefer',
    { DATABASE_URL: 'postgresql:///x' },
  ],
  ['DIRECT_DATABASE_URL', 'postgresql://app@localhost/app'],
  ['LAB', 'maybe'],
  ['SMTP_URL', '', { LAB: 'off' }],
  ['SESSION_IDLE_SECONDS', '7200', { SESSION_ABSOLUTE_SECONDS: '3600' }],
  ['PASSWORD_HASH_COST', '4'],
  ['NODE_ENV', 'staging'],
]

/** Some of them for a real start: they are checked in one place, which all the others are tried at. */
const started: typeof faults = [
  ['PORT', 'abc'],
  ['HOST', '192.0.2.1'], // TEST-NET-1: nobody has it
  ['AUTH_SECRET', weak],
  ['DATABASE_URL', 'mysql://localhost/app'],
]

describe('a wrong setting stops the start with one sentence that names it, and leaves nothing behind', () => {
  test.each(started)(
    '%s=%s',
    async (variable, value, others) => {
      const { code, said } = await start({ [variable]: value, ...others })
      expect(code).toBe(1)
      expect(said).toMatch(new RegExp(`^${variable}\\b.*[.]$`))
      expect(said.split('\n')).toHaveLength(1)
      expect(existsSync(dataDir)).toBe(false)
    },
    30_000,
  )
})

test.each(faults)('%s=%s is refused before anything is started', (variable, value, others) => {
  const given = givenVariables({ DATA_DIR: dataDir, [variable]: value, ...others }, 'no file')
  const check = () => checkSettings(given, false)
  expect(check).toThrow(EnvError)
  expect(check).toThrow(new RegExp(`^${variable}\\b[^\\n]*[.]$`))
})

test.each(['PORT', 'OIDC_PORT'])(
  'a port in use is one sentence that names %s',
  async (variable) => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const busy = String((server.address() as AddressInfo).port)
    const { code, said } = await start({ PORT: '3999', OIDC_PORT: '4999', [variable]: busy })
    server.close()
    expect(code).toBe(1)
    expect(said).toBe(`${variable}: port ${busy} is in use by something else; choose another.`)
    expect(existsSync(dataDir)).toBe(false)
  },
  30_000,
)
