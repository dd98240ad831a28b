import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isOfLab, labPages } from './lab-routes'

test('every page of app/(lab) is of the lab, but for the guide', () => {
  const entries = readdirSync('app/(lab)', { recursive: true, withFileTypes: true })
  const pages = entries.filter(({ name }) => name === 'page.tsx')
  const segments = new Set(pages.map(({ parentPath }) => parentPath.split('/')[2]))
  expect([...segments].filter((name) => name !== 'choose').sort()).toEqual([...labPages].sort())
})

test.each([
  '/outbox',
  '/outbox/',
  '/experiments/tampering',
  '/api/outbox',
  '/api/lab/held',
  '/api/read-paths',
])('%s is of the lab', (path) => expect(isOfLab(path)).toBe(true))

test.each(['/', '/choose', '/outboxes', '/api/me', '/api/labels', '/account'])('%s is not', (path) =>
  expect(isOfLab(path)).toBe(false),
)
