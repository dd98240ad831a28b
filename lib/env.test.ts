import { expect, test } from 'vitest'
import { parseEnv } from './env'

const good = { ...process.env, LAB: 'on' }

test('tokens: what is absent has its default', () => {
  expect(parseEnv(good)).toMatchObject({
    ...{ ACCESS_TOKEN_TTL_SECONDS: 300, ACCESS_TOKEN_ALG: 'EdDSA', REFRESH_ABSOLUTE_SECONDS: 86400 },
    ...{ REFRESH_GRACE_SECONDS: 0, CORS_ORIGINS: [] },
  })
  const CORS_ORIGINS = 'https://a.example, http://localhost:5173'
  expect(parseEnv({ ...good, CORS_ORIGINS }).CORS_ORIGINS).toEqual([
    'https://a.example',
    'http://localhost:5173',
  ])
})

test.each([
  ['ACCESS_TOKEN_TTL_SECONDS', '301'],
  ['ACCESS_TOKEN_TTL_SECONDS', '0'],
  ['ACCESS_TOKEN_ALG', 'HS256'],
  ['REFRESH_GRACE_SECONDS', '61'],
  ['SIGNING_KEY_ROTATION_SECONDS', '60'],
  ['INTROSPECTION_CLIENT_SECRET', 'too short'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://a.example/'],
  ['CORS_ORIGINS', 'https://a.example/path'],
  ['CORS_ORIGINS', 'https://a.example,,'],
  ['KEEP_ALIVE_SECONDS', '0'],
  ['KEEP_ALIVE_SECONDS', '3601'],
  ['KEEP_ALIVE_SECONDS', 'long'],
  ['HSTS', 'on'],
  ['HSTS', 'max-age'],
  ['HSTS', 'max-age=60; includeSubDomain'],
  ['HSTS', 'includeSubDomains'],
  ['HSTS', 'max-age=60; preload; preload'],
  ['HSTS', 'max-age=60\r\nX: y'],
])('%s=%s stops the start, with a sentence that names it', (name, value) => {
  expect(() => parseEnv({ ...good, [name]: value })).toThrow(new RegExp(`^${name} [^.]*\\.$`))
})

test('an introspection client without a secret stops the start', () => {
  expect(() => parseEnv({ ...good, INTROSPECTION_CLIENT_ID: 'x' })).toThrow(
    /^INTROSPECTION_CLIENT_SECRET is needed/,
  )
})

const twoYears = 'max-age=63072000; includeSubDomains'
test.each([
  ['https://app.example', undefined, twoYears],
  ['https://app.example', 'off', null],
  ['https://app.example', 'max-age=300', 'max-age=300'],
  ['https://app.example', 'Max-Age=0; Preload', 'Max-Age=0; Preload'],
  ['https://localhost', undefined, null],
  ['https://app.localhost:8443', undefined, null],
  ['https://127.0.0.1:8443', undefined, null],
  ['https://[::1]:8443', undefined, null],
  ['https://localhost', twoYears, twoYears],
  ['https://localhost.example', undefined, twoYears],
  ['http://localhost:3000', undefined, null],
  ['http://localhost:3000', twoYears, null],
])('at %s with HSTS=%s a response says %s', (AUTH_URL, HSTS, said) => {
  expect(parseEnv({ ...good, AUTH_URL, HSTS }).HSTS).toBe(said)
})
