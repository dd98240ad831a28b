import { expect, test } from 'vitest'
import { signValue } from '@/lib/crypto'
import { deviceCookieFor, knownDevice } from './known-device'

const people = Array.from({ length: 6 }, (_, index) => `00000000-0000-7000-8000-00000000000${index}`)
const [ada = '', grace = ''] = people

test('a browser is known for whoever signed in there, and only for them', () => {
  const cookie = deviceCookieFor(ada)
  expect(knownDevice(cookie, ada)).toMatch(/^[\w-]{22}$/)
  expect(knownDevice(cookie, grace)).toBeNull()
  expect(knownDevice(null, ada)).toBeNull()
})

test('two browsers are two devices', () => {
  expect(knownDevice(deviceCookieFor(ada), ada)).not.toBe(knownDevice(deviceCookieFor(ada), ada))
})

test('a second person is added and the device stays the same', () => {
  const first = deviceCookieFor(ada)
  const second = deviceCookieFor(grace, first)
  expect(knownDevice(second, ada)).toBe(knownDevice(first, ada))
  expect(knownDevice(second, grace)).toBe(knownDevice(first, ada))
  expect(deviceCookieFor(ada, second).length).toBe(second.length)
})

test('the last five are kept, in less than 300 characters of a cookie', () => {
  const cookie =
    people.reduce<string | null>((previous, person) => deviceCookieFor(person, previous), null) ?? ''
  expect(people.map((person) => knownDevice(cookie, person) !== null)).toEqual([
    false,
    true,
    true,
    true,
    true,
    true,
  ])
  expect(cookie.length).toBeLessThan(300)
  expect(cookie).toMatch(/^[\w.-]+$/)
})

test('it names nobody: no id can be read from it', () => {
  const [payload = ''] = deviceCookieFor(ada).split('.')
  expect(Buffer.from(payload, 'base64url').toString()).not.toContain(ada.slice(-6))
})

test('a cookie that was changed, cut off, signed for something else or left empty is nobody’s', () => {
  const cookie = deviceCookieFor(ada)
  const swapped = cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A')
  const payload = Buffer.from(cookie.split('.')[0] ?? '', 'base64url').toString()
  for (const junk of [
    swapped,
    cookie.slice(1),
    '',
    '.',
    'a.b.c',
    signValue(payload, 'other'),
    signValue('', 'device cookie'),
  ])
    expect(knownDevice(junk, ada)).toBeNull()
  expect(knownDevice(deviceCookieFor(grace, swapped), ada)).toBeNull()
})
