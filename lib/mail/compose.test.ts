import { expect, test } from 'vitest'
import { composeMail } from '.'

const hostile = `"><script>alert('1')</script>&amp;<img src=https://evil.example/a.png onerror=x>`
const link = 'http://localhost:3000/verify-email?token=a&b=<c>"'

const mail = composeMail({
  to: 'ada@example.com',
  subject: hostile,
  paragraphs: [
    hostile,
    { text: hostile, link, label: hostile },
    { text: 'Or:', link: 'http://localhost:3000/sign-in', label: 'Sign in' },
  ],
})

test('no value becomes markup', () => {
  expect(mail.html).not.toMatch(/<script|<img|onerror=x>|"><s/)
  expect(mail.html).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;')
  expect(mail.html).toContain('href="http://localhost:3000/verify-email?token=a&amp;b=&lt;c&gt;&quot;"')
})

test('nothing is fetched when it is opened, and nothing in it runs', () => {
  const tags = mail.html.match(/<[^>]+>/g) ?? []
  const names = new Set(tags.map((tag) => /^<[/!]?(\w+)/.exec(tag)?.[1]))
  const known = ['doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'div', 'p', 'h1', 'a']
  expect([...names].filter((name) => !known.includes(name ?? ''))).toEqual([])
  const attributes = new Set(
    tags.flatMap((tag) => [...tag.matchAll(/\s([\w-]+)="/g)].map(([, name]) => name)),
  )
  expect([...attributes].sort()).toEqual([
    'charset',
    'class',
    'content',
    'dir',
    'href',
    'lang',
    'name',
    'style',
  ])
  expect(mail.html).not.toMatch(/url\(|@import/)
})

test('text and HTML say the same, each link as a button and as its address', () => {
  expect(mail.text).toContain(`${hostile}\n${link}`)
  expect(mail.links).toEqual([link, 'http://localhost:3000/sign-in'])
  expect(mail.html.match(/href="http:\/\/localhost:3000\/sign-in"/g)).toHaveLength(2)
  expect(mail.html).toContain('>http://localhost:3000/sign-in</a>')
  expect(mail.html.match(/class="first"/g)).toHaveLength(1)
})

test('it has a language, a title, and both colour schemes', () => {
  expect(mail.html).toMatch(/^<!doctype html>\s+<html lang="en" dir="ltr">/)
  expect(mail.html).toMatch(/<meta name="color-scheme" content="light dark"/)
  expect(mail.html).toContain('@media (prefers-color-scheme: dark)')
})
