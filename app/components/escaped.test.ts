import { expect, test } from 'vitest'
import { escaped } from './escaped'

test.each([
  ['Ada', 'Ada'],
  ['{\n  "name": "Ada"\n}', '{\n  "name": "Ada"\n}'],
  ['\u202egnp.exe', '\\u{202e}gnp.exe'],
  ['a\u3164\u{e0041}\0b', 'a\\u{3164}\\u{e0041}\\u{0}b'],
  ['a\rb\u2028c', 'a\\u{d}b\\u{2028}c'],
  ['Grüße, 王小明', 'Grüße, 王小明'],
])('%j is shown as %j', (text, shown) => expect(escaped(text)).toBe(shown))
