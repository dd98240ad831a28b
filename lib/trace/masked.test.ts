import { describe, expect, it } from 'vitest'
import { redactedBody, redactedHeaders, redactedText, redactedUrl, redactedValue } from './redacted'

const token = 'Zk3_9fQw7LmN2xVb8RtYc5HdGj1KpSaUeIoXnMqW4vB'
const jwt = `eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.${token}`
const hash = `$2b$12$${'a'.repeat(22)}${'B'.repeat(31)}`
const id = '01a20f90-6905-7778-b1c2-29417349c80a'

describe('what is recorded can not be sent again', () => {
  it.each([
    ['a cookie', redactedHeaders(new Headers({ cookie: `session.database=${token}; strategy=jwt` }))],
    [
      'a Set-Cookie',
      redactedHeaders(new Headers({ 'set-cookie': `a=${token}; Path=/auth/${token}; HttpOnly` })),
    ],
    ['an Authorization', redactedHeaders(new Headers({ authorization: `Bearer ${jwt}` }))],
    ['a Location', redactedHeaders(new Headers({ location: `http://a.test/cb?code=short&state=${token}` }))],
    ['an address', redactedUrl(`http://a.test/interaction/${token.slice(0, 21)}?code=${token}`)],
    [
      'a JSON body',
      redactedBody(JSON.stringify({ password: 'short one', access_token: jwt }), 'application/json'),
    ],
    [
      'a form',
      redactedBody(`code=short&code_verifier=${token}&client_secret=x`, 'application/x-www-form-urlencoded'),
    ],
    ['a page', redactedBody(`<input value="${token}">`, 'text/html')],
    ['JSON that is none', redactedBody(`{${token}`, 'application/json')],
    ['a row', redactedValue([{ tokenHash: token, passwordHash: hash, id }])],
    ['a hash in prose', redactedText(`is ${hash}`)],
  ])('%s', (_, masked) => {
    const text = JSON.stringify(masked)
    for (const secret of [token, token.slice(0, 21), 'short', hash, 'eyJzdWIi'])
      expect(text).not.toContain(secret)
  })
})

it('keeps what tells something: attributes, names, ids of rows, what is no secret', () => {
  const line = redactedHeaders(new Headers({ 'set-cookie': `a=${token}; Path=/; HttpOnly; SameSite=lax` }))
  expect(line).toEqual([['set-cookie', 'a=Zk3_…vB; Path=/; HttpOnly; SameSite=lax']])
  expect(redactedValue({ id, role: 'user', at: 12 })).toEqual({ id, role: 'user', at: 12 })
  expect(redactedUrl('http://a.test/api/auth/database/callback/local-confidential')).toBe(
    'http://a.test/api/auth/database/callback/local-confidential',
  )
})
