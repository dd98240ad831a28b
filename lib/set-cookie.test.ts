import { expect, test } from 'vitest'
import { isRemoval, readSetCookie, writeSetCookie } from './set-cookie'

const now = new Date('2026-11-30T12:00:00.000Z')

test('a value is neither decoded nor encoded', () => {
  expect(readSetCookie('a=b%20c==; Path=/')).toEqual({ name: 'a', value: 'b%20c==', path: '/' })
  expect(writeSetCookie({ name: 'a', value: 'b%20c==' })).toBe('a=b%20c==')
})

test.each(['b; Domain=evil.example', 'b\r\nSet-Cookie: c=d', 'b c'])(
  'a value that would break out of its place is not written: %j',
  (value) => expect(() => writeSetCookie({ name: 'a', value })).toThrow(TypeError),
)

test.each([
  ['a=b', false],
  ['a=', false],
  ['a=b; Max-Age=1', false],
  ['a=b; Max-Age=0', true],
  ['a=b; max-age = -1', true],
  ['a=b; Expires=Mon, 30 Nov 2026 12:00:00 GMT', true],
  ['a=b; Expires=Mon, 30 Nov 2026 12:00:01 GMT', false],
  ['a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60', false],
])('whether a line removes a cookie: %s', (line, expected) => {
  expect(isRemoval(readSetCookie(line), now)).toBe(expected)
})
