import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { email, newEmail } from './fields'
import { isSpellingOf, toEmailAddress } from './email-address'

const outcome = (typed: string) => {
  const result = toEmailAddress(typed)
  return result.ok ? result.address : result.code
}

describe('an address that can be used becomes its canonical form', () => {
  test.each([
    ['ada@example.com', 'ada@example.com'],
    ['Ada@Example.COM', 'ada@example.com'],
    ['info@xn--e1afmkfd.xn--p1ai', 'info@xn--e1afmkfd.xn--p1ai'],
    ['Info@XN--E1AFMKFD.xn--p1ai', 'info@xn--e1afmkfd.xn--p1ai'],
    ['info@пример.рф', 'info@xn--e1afmkfd.xn--p1ai'],
    ['info@ПРИМЕР.РФ', 'info@xn--e1afmkfd.xn--p1ai'],
    ['info@straße.de', 'info@xn--strae-oqa.de'],
    ['info@نامه\u200cای.com', 'info@xn--mgba3gch31f060k.com'],
    ['a@例え。テスト', 'a@xn--r8jz45g.xn--zckzah'],
    ['a@ｅｘａｍｐｌｅ．ｃｏｍ', 'a@example.com'],
    ['ada＠example.com', 'ada@example.com'],
    ['first&last@example.com', 'first&last@example.com'],
    ["o'brien+list=x@example.com", "o'brien+list=x@example.com"],
    ["!#$%&'*+/=?^_`{|}~-@example.com", "!#$%&'*+/=?^_`{|}~-@example.com"],
    ['a@localhost', 'a@localhost'],
    ['.a..b.@example.com', '.a..b.@example.com'],
    ['a@127.0.0.1', 'a@127.0.0.1'],
    ['a@ab--cd.example', 'a@ab--cd.example'],
    ['\u200b ada@example.com\u00a0\r\n\ufeff', 'ada@example.com'],
    ['\u202aada@example.com\u202c', 'ada@example.com'],
    ['a\u00adda@exam\u00adple\u2060.com', 'ada@example.com'],
    ['a\u200dda@ex\u200cample.com', 'ada@example.com'],
    ['ada@example.com\u{e0041}', 'ada@example.com'],
  ])('%j', (typed, address) => expect(outcome(typed)).toBe(address))
})

describe('what a standard allows and this app does not send to is unusable', () => {
  test.each([
    'müller@example.com',
    'пользователь@пример.рф',
    '"ada lovelace"@example.com',
    '"a@b"@example.com',
    'ada(work)@example.com',
    'ada@example.com(work)',
    'ada@[192.0.2.1]',
    'ada@[IPv6:2001:db8::1]',
    // mapped to ASCII, each would be the address of somebody else
    '\u212aate@example.com',
    'ﬁona@example.com',
    'ａda@example.com',
    'dan\u0131@example.com',
    'İda@example.com',
    'e\u0301va@example.com',
    'a＠b@example.com',
  ])('%j', (typed) => expect(outcome(typed)).toBe('unusable'))
})

describe('anything else is malformed', () => {
  test.each([
    '',
    'ada',
    '@',
    'ada@',
    '@example.com',
    'ada@@example.com',
    'a@b@example.com',
    'ada @example.com',
    'ada@ example.com',
    'a da@example.com',
    'ada@-example.com',
    'ada@example-.com',
    'ada@example..com',
    'ada@.example.com',
    'ada@example.com.',
    'ada@exa_mple.com',
    'ada@example.com:25',
    'ada@пример:80',
    'ada@пример/x',
    'ada@%65xample.com',
    'ada@%65пример.рф',
    'ada@ａ％00.com',
    'ada@a\u2024b.com',
    'ada@example.com, eve@example.com',
    'Ada <ada@example.com>',
    '<ada@example.com>',
    'mailto:ada@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada\n@example.com',
    'ad\0a@example.com',
    '"a\nb"@example.com',
    'ada\ud800@',
    `ada@${'a'.repeat(2000)}`,
  ])('%j', (typed) => expect(outcome(typed)).toBe('malformed'))
})

test('of ASCII, exactly what `<input type=email>` accepts is taken', () => {
  const parts = fc.array(
    fc.constantFrom('a', 'B', '0', '-', '.', '_', '&', '"', ' ', '@', 'xn--', '@b', '[', '(', '\n'),
  )
  const typed = fc.oneof(
    fc.emailAddress(),
    fc.string(),
    parts.map((all) => all.join('')),
  )
  fc.assert(
    fc.property(typed, (text) => {
      const value = text.trim() // as a browser does
      expect(newEmail.safeParse(text).success).toBe(z.regexes.html5Email.test(value) && !isLong(value))
    }),
    { numRuns: 300 },
  )
})

const isLong = (address: string) => address.length > 254 || address.lastIndexOf('@') > 64

test('a canonical address is its own canonical form, and stays ASCII', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'K', '.', '&', '@', '\u200b', '\u200d', '\u212a', 'ü') }),
      fc.constantFrom('B.example', 'пример.рф'),
      (start, domain) => {
        const result = toEmailAddress(`${start}@${domain}`)
        if (!result.ok) return
        expect(result.address).toMatch(/^[!-~]+$/)
        expect(toEmailAddress(result.address)).toEqual(result)
        expect(isSpellingOf(result.address, result.address)).toBe(true)
      },
    ),
  )
})

const sentence = (schema: z.ZodType, typed: unknown) =>
  schema.safeParse(typed).error?.issues.map(({ message }) => message)
const address = (local: number, ...labels: number[]) =>
  `${'a'.repeat(local)}@${labels.map((length) => 'b'.repeat(length)).join('.')}`

describe('the fields of a form', () => {
  test('an address that cannot be used gets another sentence than one with a mistake', () => {
    for (const schema of [email, newEmail]) {
      expect(sentence(schema, 'müller@example.com')).toEqual([expect.stringContaining('cannot be used here')])
      expect(sentence(schema, 'müller')).toEqual(['Enter an email address like name@example.com.'])
      expect(sentence(schema, undefined)).toEqual(['Enter your email address.'])
    }
  })

  test.each([
    ['64 octets before the @ and a label of 63 is taken', address(64, 63, 2), true],
    ['65 octets before the @ is not', address(65, 2), false],
    ['a label of 64 is not', address(1, 64, 2), false],
    ['a label of 64 once it is ASCII is not', `a@${'ü'.repeat(58)}.de`, false],
    ['254 octets is taken', address(64, 63, 63, 61), true],
    ['255 octets is not', address(64, 63, 63, 62), false],
  ])('a new address with %s', (_, typed, isTaken) => expect(newEmail.safeParse(typed).success).toBe(isTaken))

  test('an account that was made with a longer part is still reached', () => {
    expect(email.parse(address(65, 64, 2))).toBe(address(65, 64, 2))
    expect(sentence(email, address(64, 63, 63, 62))).toEqual(['An email address has at most 254 characters.'])
  })
})

describe('a spelling is believed where only case and script differ', () => {
  const punycode = 'info@xn--e1afmkfd.xn--p1ai'
  test.each([
    ['ada@example.com', 'Ada@EXAMPLE.com'],
    ['ada@example.com', ' ada@example.com\n'],
    [punycode, 'Info@Пример.рф'],
    [punycode, punycode],
  ])('%s is %j', (canonical, spelled) => expect(isSpellingOf(canonical, spelled)).toBe(true))

  test.each([
    ['ada@example.com', 'a\u200bda@example.com'],
    ['ada@example.com', 'ada@example.com\u00ad'],
    ['ada@example.com', 'ada＠example.com'],
    ['kate@example.com', '\u212aate@example.com'],
    ['info@xn--strae-oqa.de', 'info@straße.de'],
    ['ada@example.com', 'eve@example.com'],
    ['ada@example.com', ''],
  ])('%s is not %j', (canonical, spelled) => expect(isSpellingOf(canonical, spelled)).toBe(false))
})
