import { lifetimes } from '@/lib/auth/parts/lifetimes'
import { askAgainMs } from '@/lib/db/changes'
import { strategies, type StrategyId } from '@/lib/strategies'
import { calibrated } from './checks'
import { valueOf, type Measured } from './measured'
import { hitShare, spendingStatements } from './model'

/** What many users need: measured costs, times how often the code of each strategy asks. */

/** Assumed, all of it. `docs/scale.md` prints this list. */
export const assumed = {
  requestsPerSecond: 1e5,
  users: 1e8,
  /** used within the last minutes: each asks once in 100 s */
  activeSessions: 1e7,
  /** three in ten sign in within a day, and three times as many as on average at its busiest */
  signInsPerSecond: 1_000,
  signOutsPerSecond: 200,
  /** of Zipf's law: how unevenly the sessions ask */
  zipfExponent: 0.8,
  /** of each core, so that a queue stays short */
  utilisation: 0.6,
  /** between an instance and the database of its region, and back */
  nearMs: 0.5,
  poolConnections: 10,
}

/** How requests reach instances, and how many rows each keeps. */
export type Routing = {
  /** the same session always at the same instance */
  isSticky: boolean
  /** SESSION_CACHE; 0: none, as where there is no LISTEN */
  cacheEntries: number
}

/** Statements per second by what they are, at the database. */
type Statements = Record<'lookups' | 'uses' | 'found' | 'spent' | 'proofs' | 'questions', number>

export type Need = {
  /** of one core each, for requests alone */
  instances: number
  /** of the rows that requests need, from memory */
  hits: number
  statements: number
  /** those that write */
  writes: number
  databaseCores: number
  walMegabytesPerSecond: number
  connections: number
  /** of each instance */
  cacheMegabytes: number
}

const cacheBytesEach = 2_000 // decision 034: some 2 kB a session

const isLookedUp = (id: StrategyId) => strategies[id].lookup === 'each-request'
const hasRefreshToken = (id: StrategyId) => strategies[id].carrier === 'header'

/** Sessions that are due again after so many seconds do it with their next request. */
const perSecond = (afterSeconds: number) => {
  const { activeSessions, requestsPerSecond } = assumed
  return activeSessions / (afterSeconds + activeSessions / requestsPerSecond)
}

/** Renewals, refreshes, proofs of a device: what comes every few minutes. Counted in the code, see `docs/scale.md`. */
function perMinutes(id: StrategyId): Pick<Statements, 'lookups' | 'uses' | 'found' | 'spent' | 'proofs'> {
  const { activitySeconds, jwtSeconds, boundCookieSeconds, accessTokenSeconds } = lifetimes()
  const { proof } = strategies[id]
  const uses = isLookedUp(id) ? perSecond(activitySeconds) : 0
  if (hasRefreshToken(id)) {
    const refreshes = perSecond(accessTokenSeconds)
    // a refresh moves the session's end too, and so is a use of it
    return {
      lookups: 0,
      uses: 0,
      found: refreshes,
      spent: refreshes,
      proofs: proof === 'each-request' ? refreshes : 0,
    }
  }
  if (proof === 'each-renewal') {
    const refreshes = perSecond(boundCookieSeconds) // twice: without a signature and with it; session and key are read
    return { lookups: 4 * refreshes, uses: refreshes, found: 0, spent: 0, proofs: refreshes }
  }
  if (!isLookedUp(id)) {
    const renewals = perSecond(jwtSeconds / 2)
    return { lookups: renewals, uses: renewals, found: 0, spent: 0, proofs: 0 }
  }
  return { lookups: 0, uses, found: 0, spent: 0, proofs: 0 }
}

/** CPU time of a statement that spends so many proofs: some for itself, some for each. */
function costOfSpending(measured: Measured) {
  const alone = valueOf(measured, 'one proof: CPU time of PostgreSQL')
  const together = valueOf(measured, 'a proof of 41 in two statements: CPU time of PostgreSQL')
  const each = Math.max(0, (41 * together - 2 * alone) / 39) // alone = statement + each; 41 together = 2 statement + 41 each
  return { statement: alone - each, each }
}

const cost = (measured: Measured, name: string) => valueOf(measured, `${name}: CPU time of PostgreSQL`)
const wal = (measured: Measured, name: string) => valueOf(measured, `${name}: write-ahead log`)

/** How many of the rows are in memory, where it is sure of them. @param instances that share the requests */
export const hitsOf = ({ isSticky, cacheEntries }: Routing, instances: number): number => {
  const { activeSessions, zipfExponent } = assumed
  if (cacheEntries === 0) return 0
  return hitShare(
    Math.ceil(isSticky ? activeSessions / instances : activeSessions),
    cacheEntries,
    zipfExponent,
  )
}

function instancesOf(measured: Measured, id: StrategyId, routing: Routing) {
  const { requestsPerSecond, utilisation } = assumed
  const ownMs = 1000 / valueOf(measured, id)
  const { lookupCpuMs } = calibrated(measured)
  let [instances, hits] = [1, 1]
  for (let turn = 0; turn < 20; turn += 1) {
    hits = isLookedUp(id) ? hitsOf(routing, instances) : 1
    const cpuMs = ownMs + (1 - hits) * lookupCpuMs
    instances = Math.ceil((requestsPerSecond * cpuMs) / 1000 / utilisation)
  }
  return { instances, hits }
}

/** What one strategy needs if all requests are under it. */
export function needOf(measured: Measured, id: StrategyId, routing: Routing): Need {
  const { requestsPerSecond, utilisation, nearMs, poolConnections } = assumed
  const { instances, hits } = instancesOf(measured, id, routing)
  const often = perMinutes(id)
  const isKept = isLookedUp(id) && routing.cacheEntries > 0
  const lookups = often.lookups + (isLookedUp(id) ? requestsPerSecond * (1 - hits) : 0)
  const found = often.found * 2 // the token, then its session
  const proofs = often.proofs + (strategies[id].proof === 'each-request' ? requestsPerSecond : 0)
  const statementMs = nearMs + cost(measured, 'one proof') / 1000
  const spendings = proofs === 0 ? 0 : instances * spendingStatements(proofs / instances, statementMs)
  const questions = isKept ? (instances * 1000) / (askAgainMs + nearMs) : 0
  const spending = costOfSpending(measured)
  const microseconds =
    lookups * cost(measured, 'look-up') +
    often.uses * cost(measured, 'use written down') +
    often.found * cost(measured, 'refresh token found') +
    often.spent * cost(measured, 'refresh token spent') +
    spendings * spending.statement +
    proofs * spending.each +
    questions * cost(measured, 'question')
  const walBytes =
    often.uses * wal(measured, 'use written down') +
    often.spent * wal(measured, 'refresh token spent') +
    proofs * wal(measured, 'a proof of 41 in two statements')
  return {
    instances,
    hits,
    statements: lookups + often.uses + found + often.spent + spendings + questions,
    writes: often.uses + often.spent + spendings,
    databaseCores: microseconds / 1e6 / utilisation,
    walMegabytesPerSecond: walBytes / 1e6,
    connections: instances * (poolConnections + (isKept ? 1 : 0)),
    cacheMegabytes: isKept ? (routing.cacheEntries * cacheBytesEach) / 1e6 : 0,
  }
}

/** Of 10⁸ users who have one session each. Gigabytes, of rows just written. */
export function storageOf(measured: Measured, id: StrategyId): { perUserBytes: number; gigabytes: number } {
  const { users, requestsPerSecond } = assumed
  const size = (table: string) => valueOf(measured, `a row of ${table} with its indexes`)
  const { accessTokenSeconds } = lifetimes()
  const refreshes = hasRefreshToken(id) ? perSecond(accessTokenSeconds) * 24 * 60 * 60 : 0 // kept for as long as the session
  const proofs = strategies[id].proof === 'each-request' ? requestsPerSecond * 125 : 0 // 65 s, and up to a minute until deleted
  const bytes =
    users * (size('User') + size('Session')) + refreshes * size('RefreshToken') + proofs * size('SpentToken')
  return { perUserBytes: bytes / users, gigabytes: bytes / 1e9 }
}

/** Cores that hash passwords: one after the other on each. */
export const hashingCores = (measured: Measured) =>
  assumed.signInsPerSecond / valueOf(measured, 'sign-ins, 1 under way') / assumed.utilisation

/**
 * How long one ended session holds up the next, while so many listen: by the line through what was measured without any and
 * with 80. Milliseconds, on the machine that was measured.
 */
export function endingMs(measured: Measured, listeners: number): number {
  const at = (count: number) => 1000 / valueOf(measured, `sessions ended, ${count} listening`)
  return at(0) + ((at(80) - at(0)) / 80) * listeners
}
