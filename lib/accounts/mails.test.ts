import { expect, test } from 'vitest'
import * as letters from './mails'

/** Every mail that the app sends. */

const plain = (html: string) =>
  html
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

test.each(Object.entries(letters))(
  '%s: the HTML says each sentence of the text, and has each link',
  (_, mail) => {
    const { to, subject, text, html, links } = mail('ada@example.com', 'a-token')
    expect(to).toBe('ada@example.com')
    const lines = text.split('\n').filter(Boolean)
    for (const line of [subject, ...lines]) expect(plain(html)).toContain(line)
    expect(lines.filter((line) => line.startsWith('http'))).toEqual(links)
    for (const link of links)
      expect(html.match(new RegExp(`href="${link.replace('?', '\\?')}"`, 'g'))).toHaveLength(2)
  },
)
