import { describe, expect, test } from 'vitest'
import { derivedKey, equalInConstantTime, randomToken, readSignedValue, sha256Base64url, signValue } from '.'

test('a token is 256 bits of base64url, never twice the same', () => {
  const tokens = Array.from({ length: 10_000 }, randomToken)
  expect(new Set(tokens).size).toBe(10_000)
  expect(tokens.every((token) => /^[A-Za-z0-9_-]{43}$/.test(token))).toBe(true)
})

test('the digest is SHA-256 (FIPS 180-4, "abc")', () => {
  expect(sha256Base64url('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
})

test('equal texts are equal, others are not, whatever their lengths', () => {
  expect(equalInConstantTime('same', 'same')).toBe(true)
  expect(equalInConstantTime('same', 'Same')).toBe(false)
  expect(equalInConstantTime('same', 'same ')).toBe(false)
  expect(equalInConstantTime('', 'x')).toBe(false)
})

describe('derivedKey', () => {
  test('gives each purpose a key of its own, of the length asked for', () => {
    expect(derivedKey('a', 32)).toHaveLength(32)
    expect(derivedKey('a', 64)).toHaveLength(64)
    expect(derivedKey('a', 32)).not.toEqual(derivedKey('b', 32))
  })

  test('derives once', () => {
    expect(derivedKey('a', 32)).toBe(derivedKey('a', 32))
  })
})

describe('a signed value', () => {
  const signed = signValue('dévice 1', 'device')

  test('comes back as it was', () => expect(readSignedValue(signed, 'device')).toBe('dévice 1'))
  test('is fit for a cookie', () => expect(signed).toMatch(/^[\w.-]+$/))
  test('is refused for another purpose', () => expect(readSignedValue(signed, 'other')).toBeNull())

  test('has one spelling: no character can be changed, added or left out', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    for (let at = 0; at < signed.length; at++) {
      for (const other of alphabet) {
        if (other === signed[at]) continue
        expect(readSignedValue(signed.slice(0, at) + other + signed.slice(at + 1), 'device')).toBeNull()
      }
    }
    expect(readSignedValue(`${signed}A`, 'device')).toBeNull()
    expect(readSignedValue(signed.slice(0, -1), 'device')).toBeNull()
    expect(readSignedValue(`${signed}\n`, 'device')).toBeNull()
  })

  test.each(['', '.', 'a.b', 'a.b.c', '\0', 'é.é', `${'a'.repeat(10_000)}.${'b'.repeat(43)}`])(
    'junk %#',
    (junk) => expect(readSignedValue(junk, 'device')).toBeNull(),
  )
})
