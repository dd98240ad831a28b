import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLog, logEvent, logFailure, processLog } from './log'

let written = ''

const lines = () =>
  written
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

beforeEach(() => {
  written = ''
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      written += chunk.toString()
      done()
    },
  })
  processLog.replace(createLog('info', sink))
})
afterEach(processLog.forget)

test('an event is one line of JSON: what, when, who, result', () => {
  logEvent('sign_in.refused', { userId: 'u1', address: '192.0.2.1', result: 'invalid_credentials' })
  const [line] = lines()
  expect(line).toMatchObject({
    event: 'sign_in.refused',
    userId: 'u1',
    result: 'invalid_credentials',
    level: 'info',
  })
  expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
})

test.each(['\n', '\r\n', '\u2028', '\u0085', '\u001b[2K', '\u202e', '\0', '\ud800'])(
  'nothing forges a line: %j',
  (mark) => {
    const forged = `a${mark}{"event":"sign_in.ok","result":"done"}`
    logEvent('sign_in.refused', { device: forged })
    logFailure('request.failed', new Error(forged))
    expect(written.split(/[\r\n\u2028\u2029\u0085]/).filter(Boolean)).toHaveLength(2)
    expect(written.trimEnd().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e\u2028]/u)
    expect(lines().map(({ event }) => event)).toEqual(['sign_in.refused', 'request.failed'])
  },
)

test('a field is bounded', () => {
  logEvent('x', { device: 'a'.repeat(100_000) })
  expect(written.length).toBeLessThan(1_000)
})

test.each([
  'password',
  'currentPassword',
  'token',
  'refresh_token',
  'cookie',
  'authorization',
  'code',
  'set-cookie',
  'secret',
])('%s is redacted', (name) => {
  logEvent('x', { [name]: 'canary' })
  expect(written).toContain('[redacted]')
  expect(written).not.toContain('canary')
})

test('a failure tells its kind, code and place', () => {
  logFailure('mail.reset', Object.assign(new Error('No answer'), { code: 'ECONNREFUSED' }), { userId: 'u1' })
  const [line] = lines()
  expect(line).toMatchObject({
    level: 'error',
    error: 'Error',
    errorCode: 'ECONNREFUSED',
    message: 'No answer',
    userId: 'u1',
  })
  expect(line?.at).toContain('log.test.ts')
})

test('a failure repeats no token and none of the arguments of a query', () => {
  const token = 'q0VbN2xQ5wMj8cT1yHgD4fLs9aPuE3-Rk7zVbN2xQ5w'
  logFailure('x', new Error(`No session for ${token}`))
  const refused = new Error('Invalid `create()`: { passwordHash: "canary" }')
  refused.name = 'PrismaClientValidationError'
  logFailure('x', refused)
  expect(written).not.toContain(token)
  expect(written).not.toContain('canary')
})

test('whatever is thrown can be logged', () => {
  logFailure('x', 'canary')
  logFailure('x', undefined)
  expect(lines().map(({ error }) => error)).toEqual(['string', 'undefined'])
})

test('the level is a setting: silent in tests', () => {
  processLog.forget()
  const out = vi.spyOn(process.stdout, 'write')
  logEvent('x', {})
  expect(out).not.toHaveBeenCalled()
  expect(processLog().level).toBe('silent')
})
