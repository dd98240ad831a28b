import 'server-only'
import { rfc } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { onDatabaseLine } from '../faults/database-line'
import type { LabClient } from '../trial/lab-client'
import { standing } from '../trial/clock'
import type { Trial } from '../trial/trial'
import type { Experiment, Outcome } from './contract'

const addedMs = [0, 10, 50, 100, 200]
const readsEach = 5

async function readMs(client: LabClient) {
  const start = performance.now()
  const read = await standing(client, new Date())
  if (read !== 'authenticated') throw new Error(`The door said ${read}`)
  return performance.now() - start
}

async function medianMs(client: LabClient) {
  const all: number[] = []
  for (let read = 0; read < readsEach; read++) all.push(await readMs(client))
  return all.sort((a, b) => a - b)[(readsEach - 1) / 2]!
}

/** @returns for each of `addedMs`, what a read took */
async function observe({ signedIn, step }: Trial): Promise<number[]> {
  const owner = await signedIn('The owner')
  return onDatabaseLine(async (line) => {
    await step('The door reads once, which opens the connection.', () => standing(owner, new Date()))
    const medians: number[] = []
    for (const added of addedMs) {
      line.slow(added)
      medians.push(
        await step(`Each round trip takes ${added} ms longer. The door reads ${readsEach} times.`, () =>
          medianMs(owner),
        ),
      )
    }
    return medians
  })
}

const counted = ['No round trip: as fast as ever', 'One round trip, each time']

/** The slope between the ends: a round trip more is 200 ms more, which no noise of a machine is. */
function outcomeOf(medians: number[]): Outcome {
  const roundTrips = Math.round((medians.at(-1)! - medians[0]!) / addedMs.at(-1)!)
  const measured = Object.fromEntries(
    addedMs.map((added, index) => [`ms for a read, +${added} ms`, Number(medians[index]!.toFixed(1))]),
  )
  const verdict = counted[roundTrips] ?? `${roundTrips} round trips, each time`
  return { verdict, result: roundTrips === 0 ? 'resists' : 'time-limited', measured }
}

export const slowDatabase: Experiment = {
  slug: 'slow-database',
  title: 'Slow database',
  question: 'The database is far away: each round trip takes up to 200 ms longer. What does a request pay?',
  prediction: {
    ask: 'How many round trips does “who is this?” cost where it is looked up?',
    options: ['None', 'One', 'Two or more'],
  },
  strategies: strategyIds,
  run: async (trial) => outcomeOf(await observe(trial)),
  why: 'A credential that is a reference has to be looked up: the session and its person, so each request waits for the database before it can begin. A credential that carries its own answer is read where it arrives. It pays for that when it is renewed, once in minutes instead of once a request.',
  clause: rfc(9068, '1'),
}
