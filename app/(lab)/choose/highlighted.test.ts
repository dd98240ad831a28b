import { expect, test } from 'vitest'
import { codeOf } from '@/lib/choose'
import { piecesOf, sourceOf } from './code'

const looksOf = (source: string) =>
  piecesOf(source)
    .filter(({ look }) => look)
    .map(({ text, look }) => [text, look])

test('comments, strings and keywords stand out', () => {
  expect(looksOf(`/** of a */\nexport const a = 'new // "b"' // not 'c'`)).toEqual([
    ['/** of a */', 'text-muted'],
    ['export', 'text-strategy'],
    ['const', 'text-strategy'],
    [`'new // "b"'`, 'text-ok'],
    [`// not 'c'`, 'text-muted'],
  ])
})

test('no character of a file is lost', async () => {
  for (const { own } of Object.values(codeOf))
    for (const file of own) {
      const source = (await sourceOf(file))!
      expect(
        piecesOf(source)
          .map(({ text }) => text)
          .join(''),
      ).toBe(source)
    }
})
