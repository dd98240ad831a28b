import { describe, expect, it } from 'vitest'
import { maskedBody, maskedHeaders, maskedText, maskedUrl, maskedValue } from './masked'

const token = 'Zk3_9fQw7LmN2xVb8RtYc5HdGj1KpSaUeIoXnMqW4vB'
const jwt = `eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.${token}`
const hash = `$2b$12$${'a'.repeat(22)}${'B'.repeat(31)}`
const id = '01a20f90-6905-7778-b1c2-29417349c80a'

describe('what is recorded can not be sent again', () => {
  it.each([
    ['a cookie', maskedHeaders(new Headers({ cookie: `session.database=${token}; strategy=jwt` }))],
    [
      'a Set-Cookie',
      maskedHeaders(new Headers({ 'set-cookie': `a=${token}; Path=/auth/${token}; HttpOnly` })),
    ],
    ['an Authorization', maskedHeaders(new Headers({ authorization: `Bearer ${jwt}` }))],
    ['a Location', maskedHeaders(new Headers({ location: `http://a.test/cb?code=short&state=${token}` }))],
    ['an address', maskedUrl(`http://a.test/interaction/${token.slice(0, 21)}?code=${token}`)],
    [
      'a JSON body',
      maskedBody(JSON.stringify({ password: 'short one', access_token: jwt }), 'application/json'),
    ],
    [
      'a form',
      maskedBody(`code=short&code_verifier=${token}&client_secret=x`, 'application/x-www-form-urlencoded'),
    ],
    ['a page', maskedBody(`<input value="${token}">`, 'text/html')],
    ['JSON that is none', maskedBody(`{${token}`, 'application/json')],
    ['a row', maskedValue([{ tokenHash: token, passwordHash: hash, id }])],
    ['a hash in prose', maskedText(`is ${hash}`)],
  ])('%s', (_, masked) => {
    const text = JSON.stringify(masked)
    for (const secret of [token, token.slice(0, 21), 'short', hash, 'eyJzdWIi'])
      expect(text).not.toContain(secret)
  })
})

it('keeps what tells something: attributes, names, ids of rows, what is no secret', () => {
  const line = maskedHeaders(new Headers({ 'set-cookie': `a=${token}; Path=/; HttpOnly; SameSite=lax` }))
  expect(line).toEqual([['set-cookie', 'a=Zk3_…vB; Path=/; HttpOnly; SameSite=lax']])
  expect(maskedValue({ id, role: 'user', at: 12 })).toEqual({ id, role: 'user', at: 12 })
  expect(maskedUrl('http://a.test/api/auth/database/callback/local-confidential')).toBe(
    'http://a.test/api/auth/database/callback/local-confidential',
  )
})
