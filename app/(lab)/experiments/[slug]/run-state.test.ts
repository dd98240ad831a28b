import { expect, test } from 'vitest'
import type { RunEvent } from '@/lib/lab'
import { strategyIds, type StrategyId } from '@/lib/strategies'
import { readLines } from '../../read-lines'
import { current, idle, outcomesOf, sentence, started, withEvent } from './run-state'

const outcome = { verdict: 'Refused at once', result: 'resists', seconds: 0 } as const
const [first, second] = strategyIds as [StrategyId, StrategyId]
const both = [first, second]
const events: RunEvent[] = [
  { type: 'step', strategy: first, text: 'The owner signs in – fräsch.', ms: 12 },
  { type: 'outcome', strategy: first, outcome },
  { type: 'step', strategy: second, text: 'The owner signs in.', ms: 9 },
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
  for await (const event of readLines<RunEvent>(bytesOf(events, size))) read.push(event)
  expect(read).toEqual(events)
})

test('a run goes on lane by lane', () => {
  const run = events.reduce(withEvent, started(new Date('2026-01-01T00:00:00Z')))
  expect(run.lanes[first]).toEqual({ steps: [{ text: 'The owner signs in – fräsch.', ms: 12 }], outcome })
  expect(current(run, both)).toBe(second)
  expect(run.events).toEqual(events)
})

test('only a run that ended under every strategy is an observation', () => {
  const run = events.reduce(withEvent, started(new Date()))
  expect(outcomesOf(run, [first])).toBeNull()
  expect(outcomesOf({ ...run, status: 'ended' }, both)).toBeNull()
  expect(outcomesOf({ ...run, status: 'ended' }, [first])).toEqual({ [first]: outcome })
})

test('a strategy that could not be tried is said, and the next one goes on', () => {
  const run = withEvent(started(new Date()), { type: 'failed', strategy: first, why: 'fault' })
  expect(current(run, both)).toBe(second)
  expect(sentence({ ...run, status: 'ended' })).toContain('1 could not be tried')
  expect(sentence(idle)).toBe('Ready.')
})
