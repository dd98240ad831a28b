import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { EnvError } from '@/lib/env'
import { LaunchError } from './launch/service'
import { checkSettings, childVariables, givenVariables, parseFlags } from './launch/settings'

const dataDir = path.join(os.tmpdir(), `bothways-never-made-${process.pid}`)

/** Runs a start that has to fail: how it ended, and what it said about it. */
async function start(variables: Record<string, string>, flags: string[] = []) {
  const env = {
    PATH: process.env.PATH ?? '',
    DATA_DIR: dataDir,
    ...variables,
  } as unknown as NodeJS.ProcessEnv
  const args = ['--conditions=react-server', '--import', 'tsx', 'scripts/start.ts', ...flags]
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
  const check = () => checkSettings(given, { dev: false, https: false })
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

describe('--https', () => {
  const flags = { dev: false, https: true }
  const settings = (variables: Record<string, string>) =>
    checkSettings(givenVariables({ DATA_DIR: dataDir, ...variables }, 'no file'), flags)

  test('is read, alone, twice, and beside --dev', () => {
    expect(parseFlags([])).toEqual({ dev: false, https: false })
    expect(parseFlags(['--https'])).toEqual({ dev: false, https: true })
    expect(parseFlags(['--dev', '--https', '--https'])).toEqual({ dev: true, https: true })
  })

  test.each(['--https=yes', '--http', '-https', 'https', '--HTTPS', '--port=3000', '', '--'])(
    'what is not written like it is refused: %j',
    (arg) => {
      expect(() => parseFlags(['--dev', arg])).toThrow(LaunchError)
      expect(() => parseFlags([arg])).toThrow(/^".*" is unknown: .*[.]$/)
    },
  )

  test('makes AUTH_URL https on localhost, at PORT, and leaves the lab on', () => {
    expect(settings({})).toMatchObject({ AUTH_URL: 'https://localhost:3000', https: true, LAB: true })
    expect(settings({ PORT: '3443' })).toMatchObject({ AUTH_URL: 'https://localhost:3443', PORT: 3443 })
    expect(settings({ PORT: '443' }).AUTH_URL).toBe('https://localhost')
    expect(settings({}).HSTS).toBeNull()
  })

  test('without it nothing is https', () => {
    const given = givenVariables({ DATA_DIR: dataDir }, 'no file')
    expect(checkSettings(given, { dev: false, https: false }).AUTH_URL).toBe('http://localhost:3000')
  })

  test.each([
    'https://localhost:3000',
    'https://app.localhost',
    'https://127.0.0.1:3000',
    'https://[::1]:3000',
  ])('takes AUTH_URL=%s', (AUTH_URL) => expect(settings({ AUTH_URL }).AUTH_URL).toBe(AUTH_URL))

  test.each([
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'https://app.example',
    'https://localhost.example',
    'https://0.0.0.0:3000',
    'https://192.168.1.2:3000',
  ])('refuses AUTH_URL=%s with one sentence that names both', (AUTH_URL) => {
    const check = () => settings({ AUTH_URL, SMTP_URL: 'smtp://localhost' })
    expect(check).toThrow(EnvError)
    expect(check).toThrow(/^AUTH_URL .* --https [^\n]*[.]$/)
  })

  test('the app is told the address of browsers', () => {
    const secrets = {
      AUTH_SECRET: 'fTq0dYxJ3mZ8vK1rB6nW9sGhC4pLuE2a',
      LOCAL_PROVIDER_SECRET: 'k3Qz8vX1mB6nW9sGhC4pLuE2aTq0dYxJ',
      databasePassword: '',
      providerCookieKey: '',
      providerSigningKey: { kty: 'RSA' as const, kid: '' },
    }
    const variables = childVariables({}, flags, secrets, 'postgresql://app@localhost/app')
    expect(variables).toMatchObject({ AUTH_URL: 'https://localhost:3000', LAB: 'on' })
  })

  test.each<[flags: string[], variables: Record<string, string>, sentence: RegExp]>([
    [['--https=yes'], {}, /^"--https=yes" is unknown/],
    [['--https'], { AUTH_URL: 'http://localhost:3000' }, /^AUTH_URL must be https on localhost/],
  ])(
    'a start with %j and %j is one sentence, and nothing is made',
    async (given, variables, sentence) => {
      const { code, said } = await start(variables, given)
      expect(code).toBe(1)
      expect(said).toMatch(sentence)
      expect(said.split('\n')).toHaveLength(1)
      expect(existsSync(dataDir)).toBe(false)
    },
    30_000,
  )
})
