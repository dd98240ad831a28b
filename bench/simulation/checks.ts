import { askAgainMs } from '@/lib/db/changes'
import { idsBy, strategies, type StrategyId } from '@/lib/strategies'
import { connections } from '../bench'
import { isMeasured, valueOf, type Measured } from './measured'
import { seenShare, throughputOf, type Setting } from './model'

/** What the model is told by some of the measured points, and how far it is from the others. */

const cores = 2 // of the machine that was measured: `machine` in measured.json says so
const poolConnections = 10 // DATABASE_POOL_SIZE, its default
const cacheEntries = 10_000 // SESSION_CACHE, its default

/** One point that the model was not told. Requests per second. */
export type Check = { curve: string; at: string; measured: number; simulated: number; error: number }

const isLookedUp = (id: StrategyId) => strategies[id].lookup === 'each-request'

const msOf = (perSecond: number) => 1000 / perSecond

/**
 * Of a request to one process the thread is busy all the time: its time is the inverse of the throughput. With two processes
 * the cores are: what is left is the sender's. Look-ups: the same route with Prisma's look-up, less that without.
 */
export function calibrated(measured: Measured) {
  const own = msOf(valueOf(measured, 'database, 1 process'))
  const both = (cores * 1000) / valueOf(measured, 'database, 2 processes')
  const senderCpuMs = Math.max(0, both - own)
  const none = msOf(valueOf(measured, 'none, headers of database'))
  const lookupMs = msOf(valueOf(measured, "Prisma's look-up")) - none
  const databaseCpuMs = valueOf(measured, 'look-up: CPU time of PostgreSQL') / 1000
  return { senderCpuMs, lookupCpuMs: lookupMs, databaseCpuMs }
}

/** @param perSecond what one process near its database was measured to do */
export const settingOf = (measured: Measured, id: StrategyId, perSecond: number): Setting => {
  const { senderCpuMs, lookupCpuMs, databaseCpuMs } = calibrated(measured)
  return {
    cores,
    processes: 1,
    senders: connections,
    senderCpuMs,
    requestCpuMs: msOf(perSecond),
    lookupCpuMs,
    databaseCpuMs,
    roundTripMs: 0,
    connections: poolConnections,
    isLookedUp: isLookedUp(id),
    inMemory: 1,
  }
}

const compared = (curve: string, at: string, measured: number, simulated: number): Check => ({
  curve,
  at,
  measured,
  simulated: Math.round(simulated),
  error: simulated / measured - 1,
})

/** Told: one process, and two of `database`. */
function ofProcesses(measured: Measured): Check[] {
  return idsBy({ carrier: 'cookie', proof: 'never' }).flatMap((id) => {
    const setting = settingOf(measured, id, valueOf(measured, `${id}, 1 process`))
    return [2, 3, 4].flatMap((processes) => {
      const name = `${id}, ${processes} processes`
      if (name === 'database, 2 processes' || !isMeasured(measured, name)) return []
      setting.processes = processes
      setting.senders = Math.floor(connections / processes) * processes
      return [compared(`${id}, processes`, `${processes}`, valueOf(measured, name), throughputOf(setting))]
    })
  })
}

/** Since then requests wait together for one answer (`Changes.becomesCurrent`): earlier runs say nothing of a far database. */
const ruleChangedAt = '2026-12-01T03:09:40Z'

/** Of these, points from `askAgainMs` on are left out. */
export const isBeforeRule = ({ parts }: Measured) =>
  parts.some(({ title, at }) => title === 'Database' && new Date(at) < new Date(ruleChangedAt))

/** Told: what each does with the database at 0 ms. */
function ofDistances(measured: Measured): Check[] {
  return idsBy({ proof: 'never' }).flatMap((id) => {
    const setting = settingOf(measured, id, valueOf(measured, `${id}, database 0 ms away`))
    return [1, 5, 20, 50, 100, 200].flatMap((delayMs) => {
      const name = `${id}, database ${delayMs} ms away`
      const isOutdated = isLookedUp(id) && delayMs >= askAgainMs && isBeforeRule(measured)
      if (isOutdated || !isMeasured(measured, name)) return []
      setting.roundTripMs = delayMs
      return [
        compared(`${id}, database away`, `${delayMs} ms`, valueOf(measured, name), throughputOf(setting)),
      ]
    })
  })
}

const levels = ['10³', '10⁴', '10⁵', '10⁶', '10⁷']

/** Told: Prisma's look-up. How many rows were seen before follows from how long `bench` asks. */
function ofSessions(measured: Measured): Check[] {
  const size = measured.parts.find(({ title }) => title === 'Sessions')?.size
  if (!size) return []
  const setting = settingOf(measured, 'database', valueOf(measured, 'database'))
  return levels.flatMap((level, at) => {
    const name = `look-up among ${level} sessions`
    if (!isMeasured(measured, name)) return []
    const perSecondAlone = 1000 / valueOf(measured, `${name}, one connection`)
    // first on one connection, then on all: on average half of the latter were there before
    const rounds =
      size.curveRounds + 2 + ((size.curveRounds + 1) * valueOf(measured, name)) / perSecondAlone / 2
    const draws = perSecondAlone * size.shortSeconds * rounds
    const count = 10 ** (at + 3)
    setting.inMemory = Math.min(seenShare(count, draws), cacheEntries / count)
    return [compared('look-up among sessions', level, valueOf(measured, name), throughputOf(setting))]
  })
}

export const checksOf = (measured: Measured): Check[] => [
  ...ofProcesses(measured),
  ...ofDistances(measured),
  ...ofSessions(measured),
]

/** Shares of what was measured: in the middle, and at worst. */
export function errorsOf(checks: Check[]) {
  const sizes = checks.map(({ error }) => Math.abs(error)).toSorted((a, b) => a - b)
  return { median: sizes[Math.floor((sizes.length - 1) / 2)] ?? NaN, worst: sizes.at(-1) ?? NaN }
}
