import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { name } from './fields'
import { cleanName, nameMax, shownName } from './person-name'

describe('what belongs to a name stays', () => {
  test.each([
    'Ada',
    "Renée O'Connor-Smith Jr.",
    'Nguyễn Thị Minh Khai',
    '王小明',
    'محمد',
    'شهره\u200cای', // Persian, zero-width non-joiner
    'ක්\u200dෂිති', // Sinhala, zero-width joiner
    'രാജന്\u200d', // Malayalam chillu, as it was written before Unicode 5.1
    'क्\u200dषमा',
    '葛\u{e0100}城', // an ideograph in the form of a family register
    'כָּ֫לֵב',
    'ကျွန်ုပ်',
    '𞤀𞤣𞤤𞤢𞤥',
    'Ada 🚀',
    'Grace (admin)', // the list of users says the address and the role
  ])('%j', (text) => expect(name.parse(text)).toBe(text))
})

describe('what does not show, or covers its neighbours, is dropped', () => {
  test.each([
    ['a right-to-left override', 'Ada\u202egnp.exe', 'Adagnp.exe'],
    ['isolates that are never closed', '\u2067Ada\u2068', 'Ada'],
    ['zero-width characters', 'A\u200bd\u2060a\ufeff', 'Ada'],
    ['joiners where nothing joins', 'Gr\u200dace\u200c', 'Grace'],
    ['tags', 'Ada\u{e0041}\u{e0042}', 'Ada'],
    ['a Hangul filler', 'Ada\u3164', 'Ada'],
    ['soft hyphens', 'A\u00adda', 'Ada'],
    ['the joiners of an emoji', '👩\u200d💻', '👩💻'],
    ['blank letters between others', 'Ada\u2800\u2800King', 'Ada King'],
    ['spaces of every kind', ' Ada\u00a0\u3000\u2003King\u2028', 'Ada King'],
    ['a stack of accents', `Z${'\u0335\u0301'.repeat(20)}oe`, 'Z\u0335\u0301\u0335\u0301oe'],
    ['a stack on both sides of joiners', `ب${'\u064e\u200c'.repeat(20)}`, 'ب\u064e\u064e\u064e\u064e'],
    ['a stack behind a joiner', 'ന\u0d4d\u200d\u202e\u0d4d', 'ന\u0d4d\u0d4d'],
    ['an accent on nothing', '\u0301Ada', 'Ada'],
  ])('%s', (_, typed, kept) => expect(name.parse(typed)).toBe(kept))
})

const sentence = (typed: unknown) => name.safeParse(typed).error?.issues[0]?.message

describe('a person is asked', () => {
  test.each([
    ['for a name, where nothing of it would be seen', '\u3164\u2800\u202e', 'Enter your name.'],
    ['for a name, where there is none', '  ', 'Enter your name.'],
    [
      'to leave out control characters',
      'Ada\nKing',
      'A name cannot contain control or private-use characters.',
    ],
    [
      'to leave out what has no meaning',
      'Ada\ue000',
      'A name cannot contain control or private-use characters.',
    ],
    ['for less', 'x'.repeat(nameMax + 1), 'A name has at most 100 characters here.'],
    ['for no address', 'grace@example.com', 'Enter your name, not an email address.'],
    ['for no address in wide letters', 'grace＠example.com', 'Enter your name, not an email address.'],
  ])('%s', (_, typed, said) => expect(sentence(typed)).toBe(said))

  test('not for the length of what is dropped, nor twice for a letter of two code units', () => {
    expect(name.parse(`${'𞤀'.repeat(nameMax)}${'\u200b'.repeat(50)}`)).toBe('𞤀'.repeat(nameMax))
  })
})

test('whatever is stored: no format character beside a joiner or selector, no stack, and twice is once', () => {
  const nasty = fc.array(
    fc.constantFrom(
      'a',
      'ب',
      'ന',
      '\u0d4d',
      '葛',
      '\u0301',
      '\u064e',
      '\u200c',
      '\u200d',
      '\u202e',
      '\u{e0100}',
      '\u3164',
      ' ',
    ),
  )
  const stored = nasty.map((all) => all.join(''))
  fc.assert(
    fc.property(stored, (text) => {
      const shown = cleanName(text)
      expect(shown).not.toMatch(
        /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u3164\u{e0000}-\u{e007f}]/u,
      )
      expect(shown).not.toMatch(/(?:(?!\p{Default_Ignorable_Code_Point})[\p{Mn}\p{Me}]){5}|^\p{M}/u)
      expect(cleanName(shown)).toBe(shown)
      expect(shownName(text)).toBe(shown === '' ? null : shown)
    }),
    { numRuns: 2000 },
  )
})
