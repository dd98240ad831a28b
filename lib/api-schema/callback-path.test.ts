import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  askedPath,
  callbackPath,
  callbackPathMax,
  defaultPath,
  keepCallback,
  withCallback,
} from './callback-path'

const ours = 'https://app.test'

describe('callbackPath', () => {
  test.each([
    '/',
    '/account',
    '/admin',
    '/compare?left=database&right=jwt',
    '/experiments/replay#result',
    '/outbox?to=a%40b.example',
    '/account?a=1&a=2&b=%26&c=%23',
    '/account?callbackUrl=%2Fadmin%3Fa%3D1',
    '/account?q=%C3%BC',
    '/sign-in-help',
    `/${'a'.repeat(callbackPathMax - 3)}`,
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
    `/${'a'.repeat(callbackPathMax)}`,
    `/account?${'='.repeat(callbackPathMax / 2)}`,
    `/account?${'('.repeat(callbackPathMax / 2)}`,
    `/account?q=${'ü'.repeat(callbackPathMax / 2)}`,
    '/account?q=\u202e',
    '/account?q=\ud800',
    '/sign-in',
    '/sign-in/',
    '/sign-in?callbackUrl=/sign-in',
    '/sign-in#x',
    '/api/me',
    '/api/auth/database/signin?callbackUrl=/api/auth/database/signin',
    ['/account'],
    ['/admin', '/account'],
    undefined,
    null,
    42,
    { toString: () => '/admin' },
  ])('falls back for %j', (value) => expect(callbackPath(value)).toBe(defaultPath))

  test('writes a query in another script as a browser sends it', () =>
    expect(callbackPath('/account?q=ü#é')).toBe('/account?q=%C3%BC#%C3%A9'))

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
      fc.string({ unit: 'grapheme' }),
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

describe('askedPath', () => {
  test.each([
    ['nothing', {}, '/account'],
    ['one parameter', { a: '1' }, '/account?a=1'],
    ['one that comes twice', { a: ['1', '2'], b: '' }, '/account?a=1&a=2&b='],
    ['what has a meaning in a query', { a: '&b=2#c d+%25' }, '/account?a=%26b%3D2%23c+d%2B%2525'],
    ['another script', { q: 'ü😀' }, '/account?q=%C3%BC%F0%9F%98%80'],
    ['a callbackUrl', { callbackUrl: '//evil.example' }, '/account?callbackUrl=%2F%2Fevil.example'],
    ['the parameter that Next adds for data', { _rsc: '1abc', a: '1' }, '/account?a=1'],
    ['an absent value', { a: undefined }, '/account'],
    ['a line end', { a: 'x\ny' }, '/account'],
    ['more than a head should carry', { a: 'x'.repeat(callbackPathMax) }, '/account'],
    ['more than that once it is encoded', { a: '='.repeat(callbackPathMax / 3) }, '/account'],
  ])('keeps the query, or leaves it out as a whole: %s', (_, query, asked) => {
    expect(askedPath('/account', query)).toBe(asked)
    expect(callbackPath(asked)).toBe(asked)
  })
})

test('the pages of signing in hand it on, and do not say what is so anyway', () => {
  expect(withCallback('/sign-in', '/account?a=1')).toBe('/sign-in?callbackUrl=%2Faccount%3Fa%3D1')
  expect(keepCallback('/sign-up', '/admin')).toBe('/sign-up?callbackUrl=%2Fadmin')
  expect(keepCallback('/sign-up', defaultPath)).toBe('/sign-up')
})
