import { expect, test } from 'vitest'
import type { RunEvent } from '@/lib/lab'
import { readEvents } from './use-run'
import { current, idle, outcomesOf, sentence, started, withEvent } from './run-state'

const outcome = { verdict: 'Refused at once', result: 'resists', seconds: 0 } as const
const events: RunEvent[] = [
  { type: 'step', strategy: 'database', text: 'The owner signs in – fräsch.', ms: 12 },
  { type: 'outcome', strategy: 'database', outcome },
  { type: 'step', strategy: 'jwt', text: 'The owner signs in.', ms: 9 },
]

/** The bytes of some events, cut wherever `size` falls, in the middle of a letter too. */
function bytesOf(told: RunEvent[], size: number) {
  const bytes = new TextEncoder().encode(told.map((event) => `${JSON.stringify(event)}\n`).join(''))
  return new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size))
      controller.close()
    },
  })
}

test.each([1, 7, 64, 10_000])('events arrive whole, in pieces of %i bytes', async (size) => {
  const read: RunEvent[] = []
  for await (const event of readEvents(bytesOf(events, size))) read.push(event)
  expect(read).toEqual(events)
})

test('a run goes on lane by lane', () => {
  const run = events.reduce(withEvent, started(new Date('2026-01-01T00:00:00Z')))
  expect(run.lanes.database).toEqual({ steps: [{ text: 'The owner signs in – fräsch.', ms: 12 }], outcome })
  expect(current(run, ['database', 'jwt'])).toBe('jwt')
  expect(run.events).toEqual(events)
})

test('only a run that ended under every strategy is an observation', () => {
  const run = events.reduce(withEvent, started(new Date()))
  expect(outcomesOf(run, ['database'])).toBeNull()
  expect(outcomesOf({ ...run, status: 'ended' }, ['database', 'jwt'])).toBeNull()
  expect(outcomesOf({ ...run, status: 'ended' }, ['database'])).toEqual({ database: outcome })
})

test('a strategy that could not be tried is said, and the next one goes on', () => {
  const run = withEvent(started(new Date()), { type: 'failed', strategy: 'database', why: 'fault' })
  expect(current(run, ['database', 'jwt'])).toBe('jwt')
  expect(sentence({ ...run, status: 'ended' })).toContain('1 could not be tried')
  expect(sentence(idle)).toBe('Ready.')
})
