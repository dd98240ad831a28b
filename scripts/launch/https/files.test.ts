import { spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LaunchError } from '../service'
import { makeCertificate } from './certificates'
import { readCertificates } from './files'

/** The process is as good as dead from this step on: each change of a file is one. */
const killing = vi.hoisted(() => ({ atStep: Infinity }))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const dying =
    <Args extends unknown[], Result>(change: (...args: Args) => Result) =>
    (...args: Args) => {
      if (String(args[0]).includes('/https/') && !String(args[0]).endsWith('lock') && --killing.atStep < 1)
        throw new Error('killed')
      return change(...args)
    }
  return {
    ...fs,
    rmSync: dying(fs.rmSync),
    renameSync: dying(fs.renameSync),
    writeFileSync: dying(fs.writeFileSync),
  }
})

let dataDir: string
beforeEach(() => (dataDir = mkdtempSync(path.join(os.tmpdir(), 'bothways-https-'))))
afterEach(() => rmSync(dataDir, { recursive: true }))

const day = 24 * 60 * 60 * 1000
const now = new Date()
const inDays = (days: number) => new Date(now.getTime() + days * day)

const read = (at = now, hostname = 'localhost') => readCertificates(dataDir, hostname, at)
const file = (name: string) => path.join(dataDir, 'https', name)
const content = (name: string) => readFileSync(file(name), 'utf8')
const mode = (name: string) => statSync(file(name)).mode & 0o777
const names = ['authority.key', 'authority.pem', 'localhost.key', 'localhost.pem']

describe('made once', () => {
  test('for the owner alone, in four files and nothing beside them', async () => {
    const { said, authorityFile, authorityName, server } = await read()
    expect(said).toBe('authority and certificate made')
    expect(readdirSync(path.join(dataDir, 'https')).toSorted()).toEqual(names)
    expect([mode('.'), mode('authority.key'), mode('localhost.key')]).toEqual([0o700, 0o600, 0o600])
    expect(authorityFile).toBe(file('authority.pem'))
    expect(new X509Certificate(content('authority.pem')).subject).toBe(`CN=${authorityName}`)
    expect(server).toEqual({ certificate: content('localhost.pem'), key: content('localhost.key') })
  })

  test('and the same at the next start', async () => {
    const first = await read()
    expect(await read(inDays(300))).toEqual({ ...first, said: 'read' })
  })

  test('a mode that lets others read is taken back', async () => {
    await read()
    for (const name of ['.', 'authority.key', 'localhost.key']) chmodSync(file(name), 0o755)
    await read()
    expect([mode('.'), mode('authority.key'), mode('localhost.key')]).toEqual([0o700, 0o600, 0o600])
  })
})

describe('the certificate is made anew, under the same authority,', () => {
  async function expectNew(at = now, hostname = 'localhost') {
    const [authority, before] = [content('authority.pem'), content('localhost.pem')]
    const { said, server } = await read(at, hostname)
    expect(said).toBe('made anew')
    expect(content('authority.pem')).toBe(authority)
    expect(server.certificate).not.toBe(before)
    const certificate = new X509Certificate(server.certificate)
    expect(certificate.verify(new X509Certificate(authority).publicKey)).toBe(true)
    expect(await read(at, hostname)).toMatchObject({ said: 'read', server })
    return certificate
  }

  test('a month before it ends, and when it has ended', async () => {
    await read()
    const certificate = await expectNew(inDays(340))
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(inDays(700).getTime())
    await expectNew(inDays(900))
  })

  test('where the clock went back to before it begins', async () => {
    await read()
    await expectNew(inDays(340))
    await expectNew(inDays(5))
  })

  test.each(['localhost.pem', 'localhost.key'])('where %s is damaged, empty or gone', async (name) => {
    await read()
    writeFileSync(file(name), content(name).slice(0, 80))
    await expectNew()
    writeFileSync(file(name), '')
    await expectNew()
    rmSync(file(name))
    const { said } = await read()
    expect(said).toBe('made anew')
  })

  test('where it is of another authority', async () => {
    const other = mkdtempSync(path.join(os.tmpdir(), 'bothways-https-'))
    await readCertificates(other, 'localhost', now)
    await read()
    for (const name of ['localhost.pem', 'localhost.key'])
      copyFileSync(path.join(other, 'https', name), file(name))
    rmSync(other, { recursive: true })
    await expectNew()
  })

  test('where AUTH_URL has a name that it does not say', async () => {
    await read()
    expect((await expectNew(now, 'app.localhost')).subjectAltName).toContain('DNS:app.localhost')
    expect((await expectNew(now, '127.0.0.2')).subjectAltName).toContain('IP Address:127.0.0.2')
    await expectNew(now, 'a.b.localhost')
    for (const said of ['[::1]', 'localhost.', '127.0.0.1', 'localhost'])
      expect((await read(now, said)).said, said).toBe('read')
  })
})

describe('the authority', () => {
  test('that ends within a month is made anew, and the certificate with it', async () => {
    const before = await read()
    const after = await read(inDays(3630))
    expect(after.said).toBe('authority and certificate made')
    expect(after.authorityName).not.toBe(before.authorityName)
  })

  test('without a certificate was never trusted by anybody: it is made anew', async () => {
    await read()
    rmSync(file('authority.pem'))
    expect((await read()).said).toBe('authority and certificate made')
  })

  async function expectRefusal(sentence: RegExp) {
    const before = names.map(content)
    const error: unknown = await read().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(LaunchError)
    expect((error as LaunchError).message).toMatch(sentence)
    expect((error as LaunchError).message).not.toMatch(/BEGIN|PRIVATE/)
    expect(names.map(content)).toEqual(before)
  }

  test.each(['authority.pem', 'authority.key'])(
    'whose %s is damaged stops the start, and is left alone',
    async (name) => {
      await read()
      writeFileSync(file(name), content(name).slice(0, 80))
      await expectRefusal(/authority\.pem or its key is damaged: .*remove the folder/)
    },
  )

  test('that has the key of another stops the start', async () => {
    await read()
    copyFileSync(file('localhost.key'), file('authority.key'))
    await expectRefusal(/authority\.pem or its key is damaged/)
  })

  test('that is none stops the start', async () => {
    await read()
    const authority = { certificate: content('authority.pem'), key: content('authority.key') }
    const none = makeCertificate(authority, ['localhost'], now)
    writeFileSync(file('authority.pem'), none.certificate)
    writeFileSync(file('authority.key'), none.key)
    await expectRefusal(/authority\.pem is no certificate of an authority/)
  })

  test('that begins in the future stops the start: the clock is wrong', async () => {
    await read(inDays(10))
    await expectRefusal(/begins in the future: set the clock/)
  })
})

test('a folder that cannot be made is one sentence', async () => {
  writeFileSync(path.join(dataDir, 'https'), 'a file')
  await expect(read()).rejects.toThrow(
    new RegExp(`^DATA_DIR: ${dataDir}/https cannot be used \\(E[A-Z]+\\)\\.$`),
  )
  rmSync(path.join(dataDir, 'https'))
  mkdirSync(file('authority.pem'), { recursive: true })
  await expect(read()).rejects.toThrow(/cannot be used \(EISDIR\)\.$/)
})

/** Another process that waits for a word, then reads the certificates and prints the common name and the certificate. */
async function anotherStart() {
  const source = `
    const { readCertificates } = await import('./scripts/launch/https/files.ts')
    process.stdin.once('data', async () => {
      const { authorityName, server } = await readCertificates(process.env.FOLDER, 'localhost', new Date())
      process.stdout.write(JSON.stringify([authorityName, server.certificate]), () => process.exit())
    })
    process.stdout.write('ready')`
  const options = ['--conditions=react-server', '--import', 'tsx', '--input-type=module', '-e', source]
  const child = spawn(process.execPath, options, {
    env: { ...process.env, FOLDER: dataDir },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return async () => {
    const said = once(child.stdout, 'data')
    child.stdin.write('now')
    return String((await said)[0])
  }
}

test('five starts at once agree', async () => {
  const starts = await Promise.all(Array.from({ length: 5 }, anotherStart))
  const all = await Promise.all(starts.map((read) => read()))
  expect(new Set(all).size).toBe(1)
  expect(all[0]).toContain('BEGIN CERTIFICATE')
}, 60_000)

describe('a start that is killed before any of its steps leaves nothing that the next one stumbles over', () => {
  async function expectSound(at: Date) {
    const { server } = await read(at)
    const authority = new X509Certificate(content('authority.pem'))
    expect(new X509Certificate(server.certificate).verify(authority.publicKey)).toBe(true)
    expect(readdirSync(path.join(dataDir, 'https')).toSorted()).toEqual(names)
    expect([mode('authority.key'), mode('localhost.key')]).toEqual([0o600, 0o600])
    expect((await read(at)).said).toBe('read')
  }

  /** @returns how often it was killed */
  async function killedAtEachStep(at: Date, prepare: () => Promise<unknown>) {
    for (let step = 1; ; step++) {
      rmSync(path.join(dataDir, 'https'), { recursive: true, force: true })
      await prepare()
      killing.atStep = step
      const isKilled = await read(at).then(
        () => false,
        () => true,
      )
      killing.atStep = Infinity
      await expectSound(at)
      if (!isKilled) return step - 1
    }
  }

  test('the first start', async () => {
    expect(await killedAtEachStep(now, async () => {})).toBeGreaterThan(8)
  })

  test('one that makes the certificate anew', async () => {
    expect(await killedAtEachStep(inDays(350), () => read())).toBeGreaterThan(4)
  })

  test('one that makes the authority anew', async () => {
    expect(await killedAtEachStep(inDays(3649), () => read())).toBeGreaterThan(8)
  })
})

test('an unfinished file of a killed start is replaced', async () => {
  mkdirSync(path.join(dataDir, 'https'))
  writeFileSync(file('authority.key.unfinished'), 'half a key', { mode: 0o644 })
  await read()
  expect(readdirSync(path.join(dataDir, 'https')).toSorted()).toEqual(names)
  expect(mode('authority.key')).toBe(0o600)
})
