import { execFile } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { hash as bcrypt } from 'bcryptjs'
import { describe, expect, test } from 'vitest'
import { hashPassword, hashPasswordInScript, verifyPassword } from '.'

const slow = 60_000
const lastChanged = (text: string) => [...text].with(-1, '*').join('')

describe('a password', { timeout: slow }, () => {
  test.each([
    ['a phrase', 'correct horse battery staple'],
    ['73 bytes, one more than bcrypt reads', 'x'.repeat(72) + 'y'],
    ['64 emoji, 256 bytes', '🦊'.repeat(63) + '🐢'],
    ['a NUL, where bcrypt would stop', `before\0${'after'.repeat(3)}`],
  ])('%s matches itself, and not with its last character changed', async (_, password) => {
    const hash = await hashPassword(password)
    expect(await verifyPassword(password, hash)).toEqual({ matches: true, needsRehash: false })
    expect(await verifyPassword(lastChanged(password), hash)).toEqual({ matches: false, needsRehash: false })
  })

  test('is the same whether an accent is composed or not (NFKC)', async () => {
    const composed = 'caf\u00e9 caf\u00e9 caf\u00e9'
    const hash = await hashPassword(composed)
    expect((await verifyPassword(composed.normalize('NFD'), hash)).matches).toBe(true)
    expect((await verifyPassword(composed.toUpperCase(), hash)).matches).toBe(false)
    expect((await verifyPassword(`${composed} `, hash)).matches).toBe(false)
  })

  test('is hashed with the configured cost and a salt of its own', async () => {
    const [one, two] = await Promise.all([hashPassword('a'.repeat(15)), hashPassword('a'.repeat(15))])
    expect(one).toMatch(/^\$2[ab]\$12\$.{53}$/)
    expect(one).not.toBe(two)
  })

  test('hashed in a script verifies in the app', async () => {
    const hash = await hashPasswordInScript('correct horse battery staple')
    expect((await verifyPassword('correct horse battery staple', hash)).matches).toBe(true)
  })

  test('the bare text is not what bcrypt gets: a hash from elsewhere does not match', async () => {
    const plain = await bcrypt('correct horse battery staple', 4)
    expect((await verifyPassword('correct horse battery staple', plain)).matches).toBe(false)
  })

  test('never matches where there is no hash', async () => {
    expect(await verifyPassword('', null)).toEqual({ matches: false, needsRehash: false })
    expect(await verifyPassword('correct horse battery staple', null)).toEqual({
      matches: false,
      needsRehash: false,
    })
  })

  test('of a lower cost says so', async () => {
    expect((await verifyPassword('x', await bcrypt('x', 4))).needsRehash).toBe(true)
  })
})

test('hashing leaves the event loop free', { timeout: slow }, async () => {
  let longestMs = 0
  let last = performance.now()
  const beat = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last)
    last = performance.now()
  }, 5)
  await Promise.all(Array.from({ length: 4 }, () => verifyPassword('x', null)))
  clearInterval(beat)
  expect(longestMs).toBeLessThan(150)
})

test('a process that has hashed ends by itself, at once', { timeout: slow }, async () => {
  const script = `
    import { hashPassword } from './lib/crypto/index.ts'
    const hash = await hashPassword('correct horse battery staple')
    console.log(hash.length, Date.now())`
  const nodeArguments = ['--conditions=react-server', '--import', 'tsx', '--input-type=module', '-e', script]
  const { stdout } = await promisify(execFile)(process.execPath, nodeArguments, { timeout: 30_000 })
  const [length, doneAt] = stdout.trim().split(' ').map(Number)
  expect(length).toBe(60)
  expect(Date.now() - (doneAt ?? 0)).toBeLessThan(5_000)
})
