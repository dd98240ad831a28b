import { dictionary } from '@zxcvbn-ts/language-common'
import { describe, expect, test } from 'vitest'
import { signUpForm } from '@/lib/api-schema'
import { passwordMin } from '@/lib/api-schema/fields'
import { checkNewPassword } from './common-passwords'

const owner = { email: 'ada.lovelace@analytical-engine.example', name: 'Ada Lovelace' }
const refused = (password: string) => !checkNewPassword(password, owner).ok

const listed = dictionary['passwords-common']
const someOfThem = Array.from({ length: 50 }, (_, index) => listed[index * 59] ?? '')

test('the list is the one of zxcvbn, and longer than the 3000 of ASVS 6.2.4', () => {
  expect(listed.length).toBeGreaterThan(3_000)
  expect(listed).toContain('letmein')
})

test('the refusal is a code', () =>
  expect(checkNewPassword('passwordpassword', owner)).toEqual({ ok: false, code: 'common_password' }))

test('every listed password that is long enough', () => {
  const long = listed.filter((password) => password.length >= passwordMin)
  expect(long.length).toBeGreaterThan(30)
  expect(long.filter((password) => !refused(password))).toEqual([])
})

describe('a listed password made long', () => {
  const repeated = (word: string) => word.repeat(Math.ceil(passwordMin / word.length))

  test.each(someOfThem)('%s', (word) => {
    expect(refused(repeated(word))).toBe(true)
    expect(refused(repeated(word).toUpperCase())).toBe(true)
    expect(refused(`${word} `.repeat(Math.ceil(passwordMin / word.length)))).toBe(true)
    if (!/^\p{L}{3,}$/u.test(word)) return
    expect(refused(word.padEnd(passwordMin, '1'))).toBe(true)
    expect(refused(word.padStart(passwordMin, '0'))).toBe(true)
    expect(refused(`!!${word}-1984-01-02`)).toBe(true)
  })
})

test.each([
  ['one character', 'aaaaaaaaaaaaaaa'],
  ['one emoji', '🦊'.repeat(15)],
  ['the alphabet, spaced', 'a b c d e f g h i j k'],
  ['counting, in groups', '123-456-789-012'],
  ['letters one by one', 'p.a.s.s.w.o.r.d'],
  ['a few characters', 'xq7xq7xq7xq7xq7'],
  ['a year', '198419841984198'],
  ['counting', '123456789012345'],
  ['counting down', '987654321098765'],
  ['the alphabet', 'abcdefghijklmno'],
  ['the Greek alphabet', 'αβγδεζηθικλμνξο'],
  ['a row of keys', 'qwertyuiopasdfg'],
  ['a row of a French keyboard', 'azertyuiopqsdfg'],
  ['a row of a German keyboard', 'qwertzuiopasdfg'],
  ['columns of keys', '1qaz2wsx3edc4rfv'],
  ['columns, shifted', '!QAZ@WSX#EDC$RFV'],
  ['two interleaved rows', '1q2w3e4r5t6y7u8i9o'],
  ['stairs', '111222333444555'],
  ['full-width letters (NFKC)', 'ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ'],
  ['a listed word and its number, repeated', 'password1password1'],
])('%s', (_, password) => expect(refused(password)).toBe(true))

test.each([
  'ada.lovelace@analytical-engine.example',
  'Ada Lovelace 1815!!',
  'lovelacelovelace',
  'ADALOVELACE12345',
  'ada-ada-ada-ada-ada',
  'bothwaysbothways',
  'Bothways-2026-12-31',
  'bothways_lovelace',
  'analytical-engine',
  'lovelace-password',
])("the person's own words: %s", (password) => expect(refused(password)).toBe(true))

test.each([
  'correct horse battery staple',
  'correcthorsebatterystaple',
  'all lower case here',
  'my cat eats paper',
  'eine Brücke aus Käse',
  'Жили-были старик да старуха',
  '0xD1F4-9b27-c6e8-553a',
  '839174620571948',
  'ada met a horse in turin',
  '🦊🐢🌵🍋🚲🎈🧭🪐🧀🎻🦉🌊🔑🧵🍄',
  'x'.repeat(40) + 'correct',
])('is accepted: %s', (password) => {
  expect(refused(password)).toBe(false)
})

test('somebody else may use a word that is not their own', () => {
  const password = 'Quixotl-1605-1616'
  expect(checkNewPassword(password, { email: 'sam@host.example', name: 'Quixotl' }).ok).toBe(false)
  expect(checkNewPassword(password, { email: 'sam@host.example', name: null }).ok).toBe(true)
})

test('a name of dots, or none, refuses nothing', () => {
  expect(checkNewPassword('correct horse battery staple', { email: 'a@b.c', name: '. .' }).ok).toBe(true)
})

test('any password that a form lets through gets an answer', () => {
  const longest = ['a1'.repeat(128), 'ab'.repeat(127) + 'c', `${'a'.repeat(255)}b`, '(a+)+$'.repeat(42)]
  for (const password of longest) {
    expect(signUpForm.safeParse({ name: 'n', email: 'a@b.example', password }).success).toBe(true)
    refused(password)
  }
})
