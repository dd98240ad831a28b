import { expect, test } from 'vitest'
import { hasBlockedPort, isBlockedPort } from './blocked-ports'

/** No connection is made: whatever the running Node would let through ends at this dispatcher. */
const dispatcher = {
  dispatch: () => {
    throw new Error('let through')
  },
}

const isBlockedByNode = (port: number) =>
  fetch(`http://127.0.0.1:${port}`, { dispatcher } as unknown as RequestInit).then(
    () => false,
    ({ cause }: TypeError) => (cause as Error).message === 'bad port',
  )

test('the list is that of the running Node', async () => {
  const ports = Array.from({ length: 12_000 }, (_, index) => index + 1)
  const blocked = await Promise.all(ports.map(isBlockedByNode))
  expect(ports.filter(isBlockedPort)).toEqual(ports.filter((_, index) => blocked[index]))
})

test('a URL without a port has the one of its scheme', () => {
  expect(hasBlockedPort('https://example.com')).toBe(false)
  expect(hasBlockedPort('http://localhost:8080')).toBe(false)
  expect(hasBlockedPort('http://localhost:6000')).toBe(true)
})
