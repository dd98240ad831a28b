import { expect, test } from 'vitest'
import { parseEnv } from './env'

const good = { ...process.env, LAB: 'on' }

test('tokens: what is absent has its default', () => {
  expect(parseEnv(good)).toMatchObject({
    ...{ ACCESS_TOKEN_TTL_SECONDS: 300, ACCESS_TOKEN_ALG: 'ES256', REFRESH_ABSOLUTE_SECONDS: 86400 },
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
  ['ACCESS_TOKEN_ALG', 'es256'],
  ['REFRESH_GRACE_SECONDS', '61'],
  ['SIGNING_KEY_ROTATION_SECONDS', '60'],
  ['INTROSPECTION_CLIENT_SECRET', 'too short'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://a.example/'],
  ['CORS_ORIGINS', 'https://a.example/path'],
  ['CORS_ORIGINS', 'https://a.example,,'],
])('%s=%s stops the start, with a sentence that names it', (name, value) => {
  expect(() => parseEnv({ ...good, [name]: value })).toThrow(new RegExp(`^${name} [^.]*\\.$`))
})

test('an introspection client without a secret stops the start', () => {
  expect(() => parseEnv({ ...good, INTROSPECTION_CLIENT_ID: 'x' })).toThrow(
    /^INTROSPECTION_CLIENT_SECRET is needed/,
  )
})
