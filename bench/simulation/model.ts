import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { askAgainMs, heardWithinMs } from '@/lib/db/changes'

/**
 * A simulation of what `bench` measures: senders that wait for their answer before they ask again, processes of the app with
 * one thread each, a pool of connections in each, a database so far away, and cores that all of them share.
 */

/** One setting of the measurement, or one that was never measured. Times in milliseconds. */
export type Setting = {
  cores: number
  processes: number
  /** requests under way at any time, shared out among the processes */
  senders: number
  /** of the thread of a process, for a request that asks the database nothing */
  requestCpuMs: number
  /** of the same thread, for the look-up of a row, beside the above */
  lookupCpuMs: number
  /** of the database, for the look-up of a row */
  databaseCpuMs: number
  /** added to each round trip to the database */
  roundTripMs: number
  /** of each process */
  connections: number
  /** whether a request under this strategy has to have the row of its session */
  isLookedUp: boolean
  /** of the rows that requests need, how many are in memory, whether it is sure or not; between 0 and 1 */
  inMemory: number
}

type Thread = { isBusy: boolean }
type Job = { thread: Thread; cpuMs: number; done: () => void }

/** Events in the order of their times, and cores that take the first job whose thread has none under way. */
class Machine {
  now = 0
  readonly #events: { at: number; then: () => void }[] = []
  readonly #jobs: Job[] = []

  constructor(private idleCores: number) {}

  after(ms: number, then: () => void) {
    const at = this.now + ms
    let place = this.#events.length
    while (place > 0 && this.#events[place - 1]!.at <= at) place -= 1
    this.#events.splice(place, 0, { at, then }) // the next one is the last
  }

  run(thread: Thread, cpuMs: number, done: () => void) {
    this.#jobs.push({ thread, cpuMs, done })
    this.#dispatch()
  }

  #dispatch() {
    const next = this.idleCores === 0 ? -1 : this.#jobs.findIndex(({ thread }) => !thread.isBusy)
    if (next < 0) return
    const [{ thread, cpuMs, done }] = this.#jobs.splice(next, 1) as [Job]
    this.idleCores -= 1
    thread.isBusy = true
    this.after(cpuMs, () => {
      this.idleCores += 1
      thread.isBusy = false
      done()
      this.#dispatch()
    })
    this.#dispatch()
  }

  until(endMs: number) {
    for (let next = this.#events.pop(); next && next.at <= endMs; next = this.#events.pop()) {
      this.now = next.at
      next.then()
    }
  }
}

/** A process of the app: its thread, its pool, and what its listening connection knows (`lib/db/changes.ts`). */
class Process {
  readonly thread: Thread = { isBusy: false }
  readonly #waiting: (() => void)[] = []
  #free: number
  /** when the last question that was answered had been sent, and the one that is on its way */
  #askedAt = -Infinity
  #asking: { sentAt: number; waiting: (() => void)[] } | undefined

  constructor(
    private readonly machine: Machine,
    private readonly setting: Setting,
  ) {
    this.#free = setting.connections
  }

  /** One statement, on a connection of the pool. */
  lookUp(cpuMs: number, done: () => void) {
    if (this.#free === 0) return void this.#waiting.push(() => this.lookUp(cpuMs, done))
    this.#free -= 1
    this.machine.after(this.setting.roundTripMs, () =>
      this.machine.run({ isBusy: false }, cpuMs, () => {
        this.#free += 1
        this.#waiting.shift()?.()
        done()
      }),
    )
  }

  /** As `SessionCache.find`: `recalled` now or after the answer to a question that many share, or `other` wise. */
  recall(hasRow: boolean, recalled: () => void, other: () => void) {
    const { now } = this.machine
    const age = now - this.#askedAt
    if (age > askAgainMs && !this.#asking) this.#ask()
    if (!hasRow) return other()
    if (age <= heardWithinMs) return recalled()
    if (this.#asking!.sentAt < now - heardWithinMs) return other()
    this.#asking!.waiting.push(recalled)
  }

  #ask() {
    const asking = { sentAt: this.machine.now, waiting: [] as (() => void)[] }
    this.#asking = asking
    this.machine.after(this.setting.roundTripMs, () => {
      this.#askedAt = asking.sentAt
      this.#asking = undefined
      for (const recalled of asking.waiting) recalled()
    })
  }
}

const warmUpMs = 1_000

/**
 * @param seconds that are simulated, after one that does not count
 * @returns requests per second; the same for the same setting
 */
export function throughputOf(setting: Setting, seconds = 10): number {
  const { processes, requestCpuMs, lookupCpuMs, databaseCpuMs } = setting
  const machine = new Machine(setting.cores)
  const generator = xoroshiro128plus(20_261_201) // the same each time
  const share = () => uniformFloat64(generator)
  const around = (ms: number) => ms * (0.5 + share())
  const all = Array.from({ length: processes }, () => new Process(machine, setting))
  let answered = 0
  const lookUp = (process: Process) =>
    process.lookUp(around(databaseCpuMs), () =>
      machine.run(process.thread, around(lookupCpuMs), () => answer(process)),
    )
  const ask = (process: Process) =>
    machine.run(process.thread, around(requestCpuMs), () => {
      if (!setting.isLookedUp) return answer(process)
      process.recall(
        share() < setting.inMemory,
        () => answer(process),
        () => lookUp(process),
      )
    })
  const answer = (process: Process) => {
    if (machine.now > warmUpMs) answered += 1
    ask(process)
  }
  for (let at = 0; at < setting.senders; at += 1) ask(all[at % processes]!)
  machine.until(warmUpMs + seconds * 1000)
  return answered / seconds
}

/** Of sessions drawn evenly: how many of the rows are in memory after so many draws, while it is not full. */
export const seenShare = (sessions: number, draws: number) => 1 - (1 - 1 / sessions) ** draws

/**
 * How many requests find their row in a memory that forgets what was not used for longest (Che, Tung, Wang 2002: each row
 * stays for about the same time after its last use).
 * @param exponent of Zipf's law: 0 is all alike
 */
export function hitShare(sessions: number, entries: number, exponent: number): number {
  if (entries >= sessions) return 1
  const ranks: { weight: number; many: number }[] = [] // intervals that grow
  for (let from = 1; from <= sessions;) {
    const to = Math.min(sessions, Math.max(from, Math.floor(from * 1.02)))
    ranks.push({ weight: ((from + to) / 2) ** -exponent, many: to - from + 1 })
    from = to + 1
  }
  const sumOf = (value: (weight: number) => number) =>
    ranks.reduce((sum, { weight, many }) => sum + many * value(weight), 0)
  const inMemory = (draws: number) => sumOf((weight) => 1 - Math.exp(-weight * draws))
  let [few, many] = [0, 1]
  while (inMemory(many) < entries) many *= 2
  for (let step = 0; step < 60; step += 1) {
    const middle = (few + many) / 2
    if (inMemory(middle) < entries) few = middle
    else many = middle
  }
  return sumOf((weight) => weight * (1 - Math.exp(-weight * few))) / sumOf((weight) => weight)
}

/**
 * Statements that `spendOnce` makes of so many proofs: one is under way at a time, and takes along whatever came meanwhile.
 * Exact for proofs that come at random and a round trip that always takes as long.
 * @param perSecond proofs, of one process
 * @param statementMs from sending it to its answer
 */
export function spendingStatements(perSecond: number, statementMs: number): number {
  const seconds = statementMs / 1000
  return 1 / (seconds + Math.exp(-perSecond * seconds) / perSecond)
}
