import { lifetimes } from '@/lib/auth/parts/lifetimes'
import { askAgainMs } from '@/lib/db/changes'
import { strategies, type StrategyId } from '@/lib/strategies'
import { isLookedUp, lookupMs } from './checks'
import { valueOf, type Measured } from './measured'
import { hitShare, spendingStatements } from './model'

/** What many users need: measured costs, times how often the code of each strategy asks. */

/** Assumed, all of it: `docs/scale.md` says what each is. */
export const assumed = {
  requestsPerSecond: 1e5,
  users: 1e8,
  activeSessions: 1e7,
  signInsPerSecond: 1_000, // three in ten within a day, at its busiest three times the average
  signOutsPerSecond: 200,
  zipfExponent: 0.8,
  utilisation: 0.6, // so that a queue stays short
  nearMs: 0.5,
  poolConnections: 10,
  serverCores: 32,
}

/** How requests reach instances, and how many rows each keeps. */
export type Routing = {
  /** the same session always at the same instance */
  isSticky: boolean
  /** SESSION_CACHE; 0: none, as where there is no LISTEN */
  cacheEntries: number
}

export type Need = {
  /** of one core each, for requests alone */
  instances: number
  /** of the rows that requests need, from memory */
  hits: number
  /** per second */
  statements: number
  /** those that write */
  writes: number
  databaseCores: number
  connections: number
}

/** Sessions that are due again after so many seconds do it with their next request. */
const perSecond = (afterSeconds: number) => {
  const { activeSessions, requestsPerSecond } = assumed
  return activeSessions / (afterSeconds + activeSessions / requestsPerSecond)
}

const refreshesPerSecond = (id: StrategyId) =>
  strategies[id].carrier === 'header' ? perSecond(lifetimes().accessTokenSeconds) : 0

/** What comes every few minutes, per second. Counted in the code, see `docs/scale.md`. */
function often(id: StrategyId): { lookups: number; uses: number; refreshes: number; proofs: number } {
  const { activitySeconds, jwtSeconds, boundCookieSeconds } = lifetimes()
  const { proof } = strategies[id]
  const refreshes = refreshesPerSecond(id) // moves the session's end too, and so is a use of it
  if (refreshes > 0)
    return { lookups: 0, uses: 0, refreshes, proofs: proof === 'each-request' ? refreshes : 0 }
  if (proof === 'each-renewal') {
    const times = perSecond(boundCookieSeconds) // two requests: without a signature and with it; session and key are read
    return { lookups: 4 * times, uses: times, refreshes: 0, proofs: times }
  }
  const uses = perSecond(isLookedUp(id) ? activitySeconds : jwtSeconds / 2)
  return { lookups: isLookedUp(id) ? 0 : uses, uses, refreshes: 0, proofs: 0 }
}

const cost = (measured: Measured, name: string) => valueOf(measured, `${name}: CPU time of PostgreSQL`)

/** CPU time of a statement that spends proofs: some for itself, some for each. Microseconds. */
function costOfSpending(measured: Measured) {
  const alone = cost(measured, 'one proof')
  const each = Math.max(0, (41 * cost(measured, 'a proof of 41 in two statements') - 2 * alone) / 39)
  return { statement: alone - each, each } // alone: a statement and one; 41 together: two statements and 41
}

/** How many need so much CPU time, and how many rows each then has: fewer sessions come to each, the more there are. */
function instancesOf(measured: Measured, id: StrategyId, { isSticky, cacheEntries }: Routing) {
  const { requestsPerSecond, utilisation, activeSessions, zipfExponent } = assumed
  let [instances, hits] = [1, 1]
  for (let turn = 0; turn < 20; turn += 1) {
    const sessions = Math.ceil(isSticky ? activeSessions / instances : activeSessions)
    if (isLookedUp(id)) hits = cacheEntries === 0 ? 0 : hitShare(sessions, cacheEntries, zipfExponent)
    const cpuMs = 1000 / valueOf(measured, id) + (1 - hits) * lookupMs(measured)
    instances = Math.ceil((requestsPerSecond * cpuMs) / 1000 / utilisation)
  }
  return { instances, hits }
}

/** What one strategy needs if all requests are under it. */
export function needOf(measured: Measured, id: StrategyId, routing: Routing): Need {
  const { requestsPerSecond, utilisation, nearMs, poolConnections } = assumed
  const { instances, hits } = instancesOf(measured, id, routing)
  const { uses, refreshes, ...more } = often(id)
  const isKept = isLookedUp(id) && routing.cacheEntries > 0
  const lookups = more.lookups + (isLookedUp(id) ? requestsPerSecond * (1 - hits) : 0)
  const proofs = more.proofs + (strategies[id].proof === 'each-request' ? requestsPerSecond : 0)
  const statementMs = nearMs + cost(measured, 'one proof') / 1000
  const spendings = proofs === 0 ? 0 : instances * spendingStatements(proofs / instances, statementMs)
  const questions = isKept ? (instances * 1000) / (askAgainMs + nearMs) : 0
  const spending = costOfSpending(measured)
  const microseconds =
    lookups * cost(measured, 'look-up') +
    uses * cost(measured, 'use written down') +
    refreshes * (cost(measured, 'refresh token found') + cost(measured, 'refresh token spent')) +
    spendings * spending.statement +
    proofs * spending.each +
    questions * cost(measured, 'question')
  const writes = uses + refreshes + spendings
  return {
    instances,
    hits,
    statements: lookups + 2 * refreshes + writes + questions, // of a refresh: the token, then its session
    writes,
    databaseCores: microseconds / 1e6 / utilisation,
    connections: instances * (poolConnections + (isKept ? 1 : 0)),
  }
}

/** Bytes for a person who has one session, of rows just written: a refresh token stays as long as the session. */
export function bytesEach(measured: Measured, id: StrategyId): number {
  const { users, requestsPerSecond } = assumed
  const size = (table: string) => valueOf(measured, `a row of ${table} with its indexes`)
  const tokens = refreshesPerSecond(id) * 24 * 60 * 60
  const proofs = strategies[id].proof === 'each-request' ? requestsPerSecond * 125 : 0 // 65 s, and up to a minute until deleted
  return (
    size('User') + size('Session') + (tokens * size('RefreshToken') + proofs * size('SpentToken')) / users
  )
}

/**
 * How long one ended session holds up the next, while so many listen: by the line through what was measured without any and
 * with 80. Milliseconds, on the machine that was measured.
 */
export function endingMs(measured: Measured, listeners: number): number {
  const at = (count: number) => 1000 / valueOf(measured, `sessions ended, ${count} listening`)
  return at(0) + ((at(80) - at(0)) / 80) * listeners
}
