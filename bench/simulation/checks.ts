import { askAgainMs } from '@/lib/db/changes'
import { idsBy, strategies, type StrategyId } from '@/lib/strategies'
import { connections } from '../bench'
import { isMeasured, valueOf, type Measured } from './measured'
import { seenShare, throughputOf, type Setting } from './model'

/** What the model is told by some of the measured points, and how far it is from the others. */

const cores = 2 // of the machine that was measured: `machine` in measured.json says so
const poolConnections = 10 // DATABASE_POOL_SIZE, its default
const cacheEntries = 10_000 // SESSION_CACHE, its default

/** Since then requests wait together for one answer (`Changes.becomesCurrent`): earlier runs say nothing of a far database. */
const ruleChangedAt = '2026-12-01T03:09:40Z'

/** How far the model may be from what it was not told, as shares of what was measured. */
export const bounds = { median: 0.08, worst: 0.25 }

/** One point that the model was not told. Requests per second. */
export type Check = { curve: string; at: string; measured: number; simulated: number; error: number }

/** Whether each request needs the row of its session. */
export const isLookedUp = (id: StrategyId) => strategies[id].lookup === 'each-request'

/** CPU time of a process for the look-up of a row: the same route with Prisma's look-up, less that without. */
export const lookupMs = (measured: Measured) =>
  1000 / valueOf(measured, "Prisma's look-up") - 1000 / valueOf(measured, 'none, headers of database')

/** @param perSecond what one process near its database was measured to do: its one thread is busy all the time */
export const settingOf = (measured: Measured, id: StrategyId, perSecond: number): Setting => ({
  cores,
  processes: 1,
  senders: connections,
  requestCpuMs: 1000 / perSecond,
  lookupCpuMs: lookupMs(measured),
  databaseCpuMs: valueOf(measured, 'look-up: CPU time of PostgreSQL') / 1000,
  roundTripMs: 0,
  connections: poolConnections,
  isLookedUp: isLookedUp(id),
  inMemory: 1,
})

/** Of these, points from `askAgainMs` on are left out. */
export const isBeforeRule = ({ parts }: Measured) =>
  parts.some(({ title, at }) => title === 'Database' && new Date(at) < new Date(ruleChangedAt))

/** @returns all points that there are, and the model was not told */
export function checksOf(measured: Measured): Check[] {
  const found: Check[] = []
  /** @param name of the figure */
  const compare = (curve: string, at: string, name: string, setting: Setting) => {
    if (!isMeasured(measured, name)) return
    const [seen, simulated] = [valueOf(measured, name), Math.round(throughputOf(setting))]
    found.push({ curve, at, measured: seen, simulated, error: simulated / seen - 1 })
  }
  for (const id of idsBy({ carrier: 'cookie', proof: 'never' }))
    for (const processes of [2, 3, 4]) {
      const setting = settingOf(measured, id, valueOf(measured, `${id}, 1 process`))
      setting.processes = processes
      setting.senders = Math.floor(connections / processes) * processes
      compare(`${id}, processes`, `${processes}`, `${id}, ${processes} processes`, setting)
    }
  for (const id of idsBy({ proof: 'never' }))
    for (const delayMs of [1, 5, 20, 50, 100, 200]) {
      if (isLookedUp(id) && delayMs >= askAgainMs && isBeforeRule(measured)) continue
      const setting = settingOf(measured, id, valueOf(measured, `${id}, database 0 ms away`))
      setting.roundTripMs = delayMs
      compare(`${id}, database away`, `${delayMs} ms`, `${id}, database ${delayMs} ms away`, setting)
    }
  for (const [at, level] of ['10³', '10⁴', '10⁵', '10⁶', '10⁷'].entries()) {
    const name = `look-up among ${level} sessions`
    if (!isMeasured(measured, name)) continue
    const setting = settingOf(measured, 'database', valueOf(measured, 'database'))
    setting.inMemory = seenBefore(measured, name, 10 ** (at + 3))
    compare('look-up among sessions', level, name, setting)
  }
  return found
}

/** How many of the rows `bench` has asked for before: first on one connection, then on all, for half of that time on average. */
function seenBefore(measured: Measured, name: string, sessions: number): number {
  const { shortSeconds, curveRounds } = measured.parts.find(({ title }) => title === 'Sessions')!.size!
  const alone = 1000 / valueOf(measured, `${name}, one connection`)
  const draws = (alone * (curveRounds + 2) + (valueOf(measured, name) * (curveRounds + 1)) / 2) * shortSeconds
  return Math.min(seenShare(sessions, draws), cacheEntries / sessions)
}

/** Shares of what was measured: in the middle, and at worst. */
export function errorsOf(checks: Check[]) {
  const sizes = checks.map(({ error }) => Math.abs(error)).toSorted((a, b) => a - b)
  return { median: sizes[Math.floor((sizes.length - 1) / 2)] ?? NaN, worst: sizes.at(-1) ?? NaN }
}

/** What is beyond the bounds, a sentence for each point. */
export function complaintsOf(checks: Check[]): string[] {
  const { median } = errorsOf(checks)
  const far = checks.filter(({ error }) => Math.abs(error) >= bounds.worst)
  const said = far.map(
    ({ curve, at, measured, simulated }) =>
      `${curve}, ${at}: ${measured} measured, ${simulated} simulated, more than ${bounds.worst * 100} % apart`,
  )
  return median < bounds.median ? said : [...said, `Half of the points are ${median * 100} % apart or more`]
}
