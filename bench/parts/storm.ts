import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { compareSync, hashSync } from 'bcryptjs'
import { quantile } from '@/scripts/cost/load'
import { Client } from '../../e2e/support/client'
import type { Bench, Measure } from '../bench'
import { figure, ratio, type Figure } from '../figures'
import type { Target } from '../load'
import { names } from '../targets'

/** What signing in costs, and what it costs the others meanwhile. */

const stormSize = 50
const probeEveryMs = 6
const hashCost = 12 // PASSWORD_HASH_COST where nothing is set

type Signer = (at: number) => Promise<number>

/** @returns signs one of the people in and tells the status of the answer: the queue may be full (503) */
function signer({ world: { app, people } }: Bench): Signer {
  return async (at) => {
    const { email, password } = people[at % people.length]!
    const answer = await new Client(app).post('/api/sign-in', { email, password, strategy: 'database' })
    if (![200, 503].includes(answer.status)) throw new Error(`A sign-in was answered with ${answer.status}`)
    return answer.status
  }
}

/** Milliseconds of this process's CPU, the middle one of five. */
function cpuOfOneHash(): number {
  const hash = hashSync('seven quiet otters swim', hashCost)
  const taken = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    compareSync('seven quiet otters swim', hash)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return quantile(taken, 0.5)
}

/** So many sign-ins under way for so long. @returns how many were done per second */
async function signInsPerSecond(signIn: Signer, atOnce: number, seconds: number): Promise<number> {
  const start = performance.now()
  const deadline = start + seconds * 1000
  let done = 0
  let next = 0
  const lane = async () => {
    while (performance.now() < deadline) if ((await signIn(next++)) === 200) done += 1
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return done / ((performance.now() - start) / 1000)
}

/** The routes of the strategies, and the one that says that the process lives. */
async function probedTargets({ app, signedIn, world }: Bench): Promise<Record<string, Target>> {
  const targets: Record<string, Target> = {}
  for (const variant of app.strategies) targets[variant.name] = await signedIn.target(variant)
  targets['/healthz'] = { origins: [world.app.url], path: '/healthz', plan: { kind: 'fixed', headers: {} } }
  return targets
}

const p99 = (values: number[] | undefined) => quantile(values ?? [], 0.99)

/** Each storm, and a time without one before it. */
async function storms(bench: Bench, signIn: Signer) {
  const { load, size } = bench
  const statuses: number[] = []
  const durationsMs: number[] = []
  const lateMs: number[] = []
  const taken = new Map<string, { idle: number[]; busy: number[] }>()
  const storm = async () => {
    const start = performance.now()
    statuses.push(...(await Promise.all(Array.from({ length: stormSize }, (_, at) => signIn(at)))))
    durationsMs.push(performance.now() - start)
  }
  await storm() // warms up
  statuses.length = durationsMs.length = 0
  for (let turn = 0; turn < size.storms; turn += 1) {
    const targets = await probedTargets(bench)
    const idle = await load.probe(targets, probeEveryMs, () => delay(size.idleSeconds * 1000))
    const busy = await load.probe(targets, probeEveryMs, storm)
    lateMs.push(p99(busy.lateMs))
    for (const name of Object.keys(targets)) {
      const own = taken.get(name) ?? { idle: [], busy: [] }
      own.idle.push(p99(idle.latencies[name]))
      own.busy.push(p99(busy.latencies[name]))
      taken.set(name, own)
    }
  }
  return { taken: [...taken], statuses, durationsMs, lateMs }
}

/** Sign-ins: how many there can be, and what 50 at once do to everybody else. */
export const measureSignIns: Measure = async (bench) => {
  const { size } = bench
  const signIn = signer(bench)
  await signInsPerSecond(signIn, 2, 0.5) // starts the threads that hash
  const { taken, statuses, durationsMs, lateMs } = await storms(bench, signIn)
  const hashMs = cpuOfOneHash()
  const curve: Figure[] = []
  for (const atOnce of size.signInsAtOnce)
    curve.push(
      figure(`sign-ins, ${atOnce} under way`, 'per second', [
        await signInsPerSecond(signIn, atOnce, size.signInSeconds),
      ]),
    )
  const most = curve.at(-1)!.median
  const cores = availableParallelism()
  const refused = statuses.filter((status) => status === 503).length
  return {
    title: 'Sign-ins',
    notes: [
      `${stormSize} at once, while each route is asked every ${probeEveryMs * 7} ms: ${statuses.length - refused} signed in, ${refused} were told to come again (503: the queue of PASSWORD_HASH_QUEUE was full). The process that asks was itself late by at most ${Math.max(...lateMs).toFixed(0)} ms (p99): it shares the cores.`,
      `${cores} cores, one bcrypt hash of cost ${hashCost} takes ${hashMs.toFixed(0)} ms of CPU.`,
    ],
    figures: [
      ...taken.map(([name, { busy, idle }]) => ratio(names.storm(name), busy, idle)),
      ...taken.map(([name, { idle }]) => figure(`p99 of ${name}, idle`, 'ms', idle)),
      ...taken.map(([name, { busy }]) => figure(`p99 of ${name} during 50 sign-ins`, 'ms', busy)),
      figure('50 sign-ins at once, all answered', 'ms', durationsMs),
      figure(names.signIns, 'ratio', [most / (cores / (hashMs / 1000))]),
      ...curve,
    ],
  }
}
