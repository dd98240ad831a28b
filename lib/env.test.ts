import { expect, test } from 'vitest'
import { parseEnv } from './env'

const good = { ...process.env, LAB: 'on' }

test('tokens: what is absent has its default', () => {
  expect(parseEnv(good)).toMatchObject({
    ACCESS_TOKEN_TTL_SECONDS: 300,
    ACCESS_TOKEN_ALG: 'ES256',
    REFRESH_ABSOLUTE_SECONDS: 86400,
    REFRESH_GRACE_SECONDS: 0,
    CORS_ORIGINS: [],
  })
  const CORS_ORIGINS = 'https://a.example, http://localhost:5173'
  expect(parseEnv({ ...good, CORS_ORIGINS }).CORS_ORIGINS).toEqual([
    'https://a.example',
    'http://localhost:5173',
  ])
})

test('a provider has five seconds, unless a setting says otherwise', () => {
  expect(parseEnv(good).OIDC_TIMEOUT_MS).toBe(5000)
  expect(parseEnv({ ...good, OIDC_TIMEOUT_MS: '500' }).OIDC_TIMEOUT_MS).toBe(500)
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
  ['OIDC_TIMEOUT_MS', '99'],
  ['OIDC_TIMEOUT_MS', '30001'],
  ['OIDC_TIMEOUT_MS', '5s'],
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

const port = 'browsers and fetch refuse'

test.each([
  ['PORT', '6000'],
  ['PORT', '10080'],
  ['OIDC_PORT', '5060'],
  ['OIDC_PORT', '4190'],
  ['AUTH_URL', 'http://localhost:6667'],
  ['AUTH_URL', 'https://app.example:6000'],
  ['OIDC_GENERIC_ISSUER', 'https://idp.example:5061/realms/a'],
  ['OIDC_GENERIC_ISSUER', 'http://idp.localhost:2049'],
  ['AUTH_KEYCLOAK_ISSUER', 'https://idp.example:6566'],
  ['CORS_ORIGINS', 'https://a.example,https://b.example:993'],
])('%s=%s is a port that nobody can reach by http: said at the start', (name, value) => {
  expect(() => parseEnv({ ...good, [name]: value })).toThrow(new RegExp(`^${name} .*${port}.*\\.$`))
})

test('a port of a mail server, a database or a collector is not asked by browsers or fetch', () => {
  const SMTP_URL = 'smtp://mail.example:587'
  const DATABASE_URL = 'postgresql://app@db.example:6000/app'
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://localhost:6000' // its exporter asks with node:http
  expect(parseEnv({ ...good, SMTP_URL, DATABASE_URL, OTEL_EXPORTER_OTLP_ENDPOINT })).toMatchObject({
    SMTP_URL,
  })
})

const provider = { OIDC_GENERIC_CLIENT_ID: 'app', OIDC_GENERIC_CLIENT_SECRET: 's' }

test.each(['localhost', 'LOCALHOST', 'app.localhost', 'App.Localhost.', '127.0.0.1', '127.9.9.9', '[::1]'])(
  '%s is this machine wherever http is allowed, and the lab is on there',
  (host) => {
    const AUTH_URL = `http://${host}:3000`
    const settings = { ...process.env, AUTH_URL, OIDC_GENERIC_ISSUER: `http://${host}:4444`, ...provider }
    expect(parseEnv(settings)).toMatchObject({ LAB: true, https: false, AUTH_URL: new URL(AUTH_URL).origin })
  },
)

test.each(['localhost.example', '0.0.0.0', '10.0.0.1', '[::2]', '128.0.0.1'])(
  '%s is another machine',
  (host) => {
    expect(() => parseEnv({ ...good, AUTH_URL: `http://${host}` })).toThrow(
      /^AUTH_URL must be https outside localhost/,
    )
    const OIDC_GENERIC_ISSUER = `http://${host}`
    expect(() => parseEnv({ ...good, OIDC_GENERIC_ISSUER, ...provider })).toThrow(
      /^OIDC_GENERIC_ISSUER must be https/,
    )
  },
)

test('how the generic client proves who it is: one of two ways, and only with a secret', () => {
  const generic = { ...good, OIDC_GENERIC_ISSUER: 'https://idp.example', OIDC_GENERIC_CLIENT_ID: 'app' }
  const OIDC_GENERIC_CLIENT_SECRET = 's'
  const OIDC_GENERIC_AUTH_METHOD = 'client_secret_post'
  const both = { ...generic, OIDC_GENERIC_CLIENT_SECRET, OIDC_GENERIC_AUTH_METHOD }
  expect(parseEnv(both)).toMatchObject({ OIDC_GENERIC_AUTH_METHOD })
  expect(parseEnv({ ...both, OIDC_GENERIC_AUTH_METHOD: '' }).OIDC_GENERIC_AUTH_METHOD).toBeUndefined()
  expect(() => parseEnv({ ...generic, OIDC_GENERIC_AUTH_METHOD })).toThrow(
    /^OIDC_GENERIC_CLIENT_SECRET is needed together with OIDC_GENERIC_AUTH_METHOD\.$/,
  )
  for (const method of ['none', 'private_key_jwt', 'Client_Secret_Post', 'basic'])
    expect(() => parseEnv({ ...both, OIDC_GENERIC_AUTH_METHOD: method })).toThrow(
      /^OIDC_GENERIC_AUTH_METHOD must be/,
    )
})

test('the sender of mails cannot carry a second header', () => {
  expect(() => parseEnv({ ...good, MAIL_FROM: 'a@example.com\r\nBcc: b@example.com' })).toThrow(
    /^MAIL_FROM must not/,
  )
})

test.each([
  ['http://localhost:3000', '10'],
  ['https://[::1]:8443', '11'],
  ['https://app.example', '12'],
])('at %s a password may be hashed with cost %s', (AUTH_URL, PASSWORD_HASH_COST) => {
  expect(parseEnv({ ...good, AUTH_URL, PASSWORD_HASH_COST }).PASSWORD_HASH_COST).toBe(
    Number(PASSWORD_HASH_COST),
  )
})

test.each([
  ['http://localhost:3000', '9'],
  ['https://app.example', '11'],
  ['https://localhost.example', '10'],
])('at %s not with cost %s', (AUTH_URL, PASSWORD_HASH_COST) => {
  expect(() => parseEnv({ ...good, AUTH_URL, PASSWORD_HASH_COST })).toThrow(/^PASSWORD_HASH_COST /)
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
