import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callbackPath, defaultPath } from './callback-path'

const ours = 'https://app.test'

describe('callbackPath', () => {
  test.each([
    '/',
    '/account',
    '/admin',
    '/compare?left=database&right=jwt',
    '/experiments/replay#result',
    '/outbox?to=a%40b.example',
  ])('keeps %s', (path) => expect(callbackPath(path)).toBe(path))

  test.each([
    'account',
    '',
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '\\\\evil.example',
    '/account\\..\\evil',
    '/a//evil.example',
    '/..//evil.example',
    '/.//evil.example',
    '/./account',
    '/account/..',
    '/%2f%2fevil.example',
    '/%2F/evil.example',
    '/%5cevil.example',
    '/%255cevil.example',
    '/%2e%2e//evil.example',
    '/%09/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\nLocation: https://evil.example',
    '/account?next=%0d%0aSet-Cookie:a=b',
    '/account?next=%250d%250aSet-Cookie:a=b',
    '/account?x=\u0000',
    '/account?\\evil',
    '/account#\\evil',
    ' /account',
    '\u00a0/account',
    '\ufeff/account',
    '/account ',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,hello',
    'vbscript:x',
    'https://evil.example',
    'https:evil.example',
    'https:/evil.example',
    'HTTPS://evil.example/account',
    'http://app.test@evil.example/',
    '@evil.example',
    '/\u2044evil.example',
    '/\uff0f\uff0fevil.example',
    '/\u3002evil',
    `${ours}/account`,
    `/${'a'.repeat(2000)}`,
    ['/account'],
    ['/admin', '/account'],
    undefined,
    null,
    42,
    { toString: () => '/admin' },
  ])('falls back for %j', (value) => expect(callbackPath(value)).toBe(defaultPath))

  test('never leaves the origin, whatever comes', () => {
    const hostile = fc.array(
      fc.constantFrom(
        '/',
        '\\',
        '.',
        '%2f',
        '%5c',
        '%09',
        '@',
        ':',
        '?',
        '#',
        'evil.example',
        '\t',
        ' ',
        'x',
      ),
    )
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      hostile.map((parts) => `/${parts.join('')}`),
    )
    fc.assert(
      fc.property(anything, (value) => {
        const path = callbackPath(value)
        const url = new URL(path, ours)
        expect(path).toMatch(/^\/(?![/\\])/)
        expect(url.origin).toBe(ours)
        expect(url.pathname).not.toMatch(/^\/\//)
      }),
      { numRuns: 2000 },
    )
  })
})
