import type { Part } from './figures'
import type { Load } from './load'
import type { variantsOfApp } from './variants/ours'
import type { SignedIn, Variant } from './variants/variant'
import type { World } from './world'

/**
 * How much is measured: `--quick` is for a look, the whole for figures that are quoted. `warmUpSeconds` are for a process
 * that has just started, before anything is measured of it.
 */
export const sizes = {
  quick: {
    rounds: 5,
    roundSeconds: 0.25,
    pageSeconds: 0.6, // a page takes many times as long
    warmUpSeconds: 0.5,
    shortSeconds: 0.3,
    curveRounds: 2,
    storms: 1,
    signInsAtOnce: [1, 16],
    idleSeconds: 6,
    signInSeconds: 3,
    sessions: [1_000, 10_000, 100_000],
    people: 1_000,
    databaseDelaysMs: [0, 20],
    instances: [1, 2],
    nameCharacters: [10, 1_000],
    starts: 2,
    revocations: 3,
    memorySessions: 0, // of a few sessions it would be noise
    memoryCredentials: 0,
    microMs: 60,
    microRounds: 2,
  },
  full: {
    rounds: 15,
    roundSeconds: 1.5,
    pageSeconds: 3,
    warmUpSeconds: 3,
    shortSeconds: 1.5,
    curveRounds: 5,
    storms: 3,
    signInsAtOnce: [1, 2, 4, 8, 16, 32],
    idleSeconds: 20,
    signInSeconds: 10,
    sessions: [1_000, 10_000, 100_000, 1_000_000, 10_000_000],
    people: 10_000,
    databaseDelaysMs: [0, 1, 5, 20, 50, 100, 200],
    instances: [1, 2, 3, 4],
    nameCharacters: [10, 100, 1_000, 2_000],
    starts: 5,
    revocations: 50,
    memorySessions: 100_000,
    memoryCredentials: 10_000,
    microMs: 500,
    microRounds: 7,
  },
} as const

export type Size = (typeof sizes)[keyof typeof sizes]

/** What each part is given. */
export type Bench = {
  size: Size
  world: World
  load: Load
  signedIn: SignedIn
  app: ReturnType<typeof variantsOfApp>
  peers: Variant[]
}

export type Measure = (bench: Bench) => Promise<Part>

export const connections = 16

/** Fisher and Yates: every order is as likely. */
export function shuffled<Entry>(entries: readonly Entry[]): Entry[] {
  const all = [...entries]
  for (let left = all.length - 1; left > 0; left -= 1) {
    const at = Math.floor(Math.random() * (left + 1))
    ;[all[left], all[at]] = [all[at]!, all[left]!]
  }
  return all
}

/**
 * Measures each of them once a round, in an order drawn anew each time. One more round comes first and does not count.
 * @returns by name, one value for each round
 */
export async function interleaved<Entry extends { name: string }>(
  entries: readonly Entry[],
  rounds: number,
  measure: (entry: Entry) => Promise<number>,
): Promise<Map<string, number[]>> {
  const measured = new Map<string, number[]>(entries.map(({ name }) => [name, []]))
  for (let round = -1; round < rounds; round += 1)
    for (const entry of shuffled(entries)) {
      const value = await measure(entry)
      if (round >= 0) measured.get(entry.name)!.push(value)
    }
  return measured
}
