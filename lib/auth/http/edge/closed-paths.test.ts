import { expect, test } from 'vitest'
import { closedPaths, isClosed } from './admitted'

test('nothing is closed where nobody closed it', () => {
  expect(isClosed('/outbox')).toBe(false)
})

test.each([
  '/outbox',
  '/outbox/',
  '/outbox/7',
  '/api/outbox',
  '/outbox.rsc',
  '/outbox.segments/_tree.segment.rsc',
])('%s is closed with its beginning', (path) => {
  closedPaths.fill(['/outbox', '/api/outbox'])
  expect(isClosed(path)).toBe(true)
})

test.each(['/', '/outboxes', '/outbox-of-mine', '/api/me', '/api', '/in/outbox'])('%s stays open', (path) => {
  closedPaths.fill(['/outbox', '/api/outbox'])
  expect(isClosed(path)).toBe(false)
})
