import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deviceName } from './device'

test.each([
  [
    'Chrome on Linux',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  ],
  ['Firefox on Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  [
    'Safari on iOS',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  ],
  [
    'Microsoft Edge on macOS',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
  ],
  ['curl', 'curl/8.5.0'],
  ['bothways-native', 'bothways-native/1'],
])('%s', (name, userAgent) => expect(deviceName(userAgent)).toBe(name))

test.each([
  null,
  undefined,
  '',
  ' ',
  '\0',
  '<script>',
  '){',
  'Your account is blocked, call 555/1.0 (x) y',
  'a/1 (CALL 555)',
  'Administrator/1',
  'all-is-well/1.0',
  'curl\u202e/8.5.0',
])('no name: %j', (userAgent) => expect(deviceName(userAgent)).toBe('Unknown device'))

test('whatever a header contains: a short name of harmless characters', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ maxLength: 2_000 }), fc.string({ unit: 'binary', maxLength: 200 })),
      (userAgent) => {
        const name = deviceName(userAgent)
        expect(name.length).toBeGreaterThan(0)
        expect(name.length).toBeLessThanOrEqual(60)
        expect(name).toMatch(/^[A-Za-z0-9 ().-]+$/)
      },
    ),
  )
})

test('of a huge header only the beginning is read', () => {
  expect(deviceName('Mozilla/5.0 ( Firefox/121.0')).toBe('Firefox')
  expect(deviceName(`Mozilla/5.0 (${'('.repeat(1_000_000)} Firefox/121.0`)).toBe('Unknown device')
})
