import { describe, expect, test } from 'vitest'
import { parseDatabaseUrl } from './database-url'

const messageOf = (url: string) => {
  const parsed = parseDatabaseUrl(url)
  return parsed.ok ? 'taken' : parsed.message
}

const addressOf = (url: string) => {
  const parsed = parseDatabaseUrl(url)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.value
}

describe('a password that is not percent-encoded is called that, and is nowhere in the message', () => {
  test.each([
    'p@ss/w#rd',
    'se/cret',
    '12/secret',
    'se?cret',
    '12?sec=ret',
    'se#cret',
    '12#secret',
    'per%cent',
    '100%',
    '%ff%fe',
    'a/b@c',
    '://secret',
  ])('%s', (password) => {
    const message = messageOf(`postgresql://app:${password}@db.example:5432/bothways`)
    expect(message).toMatch(/percent-encode/)
    expect(message).not.toContain('secret')
    expect(message).not.toContain(password)
  })
})

describe('what a URL parser takes without doubt is taken as it was meant', () => {
  test.each([
    ['p@ss', 'p@ss'],
    ['a:b:c', 'a:b:c'],
    ['p%40ss%2Fw%23rd', 'p@ss/w#rd'],
    ['%25%3F%5B%5D', '%?[]'],
    ['pässwörd', 'pässwörd'],
    ['a+b', 'a+b'],
    [`!$&'()*,;=~`, `!$&'()*,;=~`],
    ['a^b|c\\d"e<f>{g}`', 'a^b|c\\d"e<f>{g}`'],
  ])('%s', (written, meant) => {
    expect(addressOf(`postgresql://app:${written}@db.example/bothways`)).toMatchObject({
      user: 'app',
      password: meant,
      host: 'db.example',
      database: 'bothways',
    })
  })
})

test.each<[url: string, address: object]>([
  ['postgres://app@db.example:6432/a%20b', { host: 'db.example', port: 6432, database: 'a b' }],
  ['postgresql://app@[::1]:5433/x', { host: '::1', port: 5433 }],
  ['postgresql:///x', { host: undefined, database: 'x' }],
  ['postgresql://app:secret@/x?host=/run/postgresql', { host: '/run/postgresql', password: 'secret' }],
  ['postgresql://app@localhost:5433/x?host=/run/postgresql', { host: '/run/postgresql', port: 5433 }],
  ['postgresql://app@%2Frun%2Fpostgresql/x', { host: '/run/postgresql', database: 'x' }],
  ['postgresql://app@h/x?schema=public&pgbouncer=true', { tls: undefined }],
  ['postgresql://app@h/x?sslmode=disable', { tls: { mode: 'disable' } }],
  ['postgresql://app@h/x?ssl=true', { tls: { mode: 'require' } }],
  ['postgresql://app@h/x?ssl=false', { tls: { mode: 'disable' } }],
  ['postgresql://app@h/x?sslrootcert=/ca.pem', { tls: { mode: 'verify-full', caFile: '/ca.pem' } }],
  ['postgresql://app@h/x?sslmode=verify-full&sslrootcert=system', { tls: { caFile: undefined } }],
  ['postgresql://app@h/x?application_name=a%20b&options=-c%20work_mem%3D4MB', { applicationName: 'a b' }],
])('%s is understood', (url, address) => {
  expect(addressOf(url)).toMatchObject(address)
})

test.each<[url: string, message: RegExp]>([
  ['mysql://app@h/x', /^must be a postgresql:\/\/ URL/],
  ['postgresql:app@h/x', /^must be a postgresql:\/\/ URL/],
  ['postgresql://app@h:70000/x', /^must be a postgresql:\/\/ URL/],
  ['postgresql://app@a:5432,b:5432/x', /several hosts/],
  ['postgresql://app@a,b/x', /several hosts/],
  ['postgresql://app@h/x?host=a,b', /folder of a Unix socket/],
  ['postgresql://app@h/x\n', /blank or a control character/],
  ['postgresql://app:a b@h/x', /blank or a control character/],
  ['postgresql://app@h/x?schema=tenant', /schema other than public/],
  ['postgresql://app@h/x?sslmode=prefer', /sslmode that promises nothing or is unknown/],
  ['postgresql://app@h/x?sslmode=allow', /sslmode that promises nothing or is unknown/],
  ['postgresql://app@h/x?sslmode=REQUIRE', /sslmode that promises nothing or is unknown/],
  ['postgresql://app@h/x?sslmode=', /sslmode that promises nothing or is unknown/],
  ['postgresql://app@h/x?sslmode=require&sslmode=disable', /sslmode twice/],
  ['postgresql://app@h/x?ssl=1', /instead of ssl/],
  ['postgresql://app@h/x?sslmode=verify-ca', /needs sslrootcert/],
  ['postgresql://app@h/x?sslmode=require&sslcert=/c.pem', /sslcert and sslkey together/],
  ['postgresql://app@h/x?sslmode=require&sslkey=/k.pem', /sslcert and sslkey together/],
  ['postgresql://app@h/x?statement_timeout=0', /parameter statement_timeout, which is not supported/],
  ['postgresql://app@h/x?connection_limit=1', /parameter connection_limit, which is not supported/],
  ['postgresql://app@h/x?uselibpqcompat=true', /parameter uselibpqcompat, which is not supported/],
  ['postgresql://app@h/x?channel_binding=require', /parameter channel_binding, which is not supported/],
])('%s is refused', (url, message) => {
  expect(messageOf(url)).toMatch(message)
})
