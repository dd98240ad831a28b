import 'server-only'
import { randomInt } from 'node:crypto'
import { strategyRegistry } from '@/lib/auth'
import { randomToken, sha256Base64url } from '@/lib/crypto'
import { db, pool } from '@/lib/db/prisma-client'
import { idsBy } from '@/lib/strategies'
import { personNow, signedInAs } from '../trial/begin-session'
import { expected } from '../trial/browser'
import { LabClient } from '../trial/lab-client'
import type { LabPerson } from '../trial/person'
import type { Measured } from './instance'
import { bytesOf, senderOf, type Connection, type Sender } from './load'
import { manySessionsOf, type Asker, type Cost, type Measurement, type Reading } from './measurement'
import { median } from './statistics'

/** The parts of a measurement, each on processes that run already. */

/** How much is measured: `quick` for a look. */
export const sizes = {
  quick: {
    rounds: 5,
    perRound: 20,
    curveRounds: 3,
    delays: [0, 5, 20, 50, 100],
    sessions: [1_000, 10_000],
    lookups: 40,
    names: [10, 1_000],
    perName: 15,
  },
  full: {
    rounds: 16,
    perRound: 40,
    curveRounds: 5,
    delays: [0, 1, 2, 5, 10, 20, 50, 100, 200],
    sessions: [1_000, 10_000, 100_000],
    lookups: 100,
    names: [10, 100, 500, 1_000, 2_000],
    perName: 25,
  },
} as const

export type SizeName = keyof typeof sizes
type Size = (typeof sizes)[SizeName]

/** What each part is given. */
export type Bench = {
  size: Size
  person: LabPerson
  clients: LabClient[]
  senders: Sender[]
  processes: Record<Reading, Measured>
  connections: Record<Reading, Connection>
  /** @param share of the part that is done, from 0 to 1 */
  progress: (share: number) => void
  signal: AbortSignal
}

/** Fisher and Yates: every order is as likely. */
function shuffled<Entry>(entries: readonly Entry[]): Entry[] {
  const all = [...entries]
  for (let left = all.length - 1; left > 0; left -= 1) {
    const at = randomInt(left + 1)
    ;[all[left], all[at]] = [all[at]!, all[left]!]
  }
  return all
}

type Turn = { reading: Reading; sender: Sender }

/** Everybody at both processes, in an order drawn anew. */
const turnsOf = ({ senders }: Bench): Turn[] =>
  shuffled(
    senders.flatMap((sender) => [
      { reading: 'memory' as const, sender },
      { reading: 'row' as const, sender },
    ]),
  )

const warmUpRequests = 60

/** What a process loads at its first requests is no cost of a request. */
export async function warmUp(bench: Bench): Promise<void> {
  for (const { reading, sender } of turnsOf(bench))
    await bench.connections[reading].round(sender, warmUpRequests)
}

type Costs = Partial<Record<Asker, Cost>>

/** Times, queries, CPU and bytes of the same request, by everybody at both processes, in turns. */
export async function measureRequests(bench: Bench): Promise<Measurement['requests']> {
  const { size, processes, connections, progress } = bench
  const costs: Record<Reading, Costs> = { memory: {}, row: {} }
  for (let round = 0; round < size.rounds; round += 1) {
    for (const { reading, sender } of turnsOf(bench)) {
      const { line, cpuMicros, address } = processes[reading]
      costs[reading][sender.name] ??= {
        ms: [],
        queries: 0,
        cpuMicros: 0,
        ...(await bytesOf(address, sender)),
      }
      const cost = costs[reading][sender.name]!
      const [cpuBefore, queriesBefore] = [await cpuMicros(), line.questions]
      cost.ms.push(...(await connections[reading].round(sender, size.perRound)))
      cost.queries += line.questions - queriesBefore
      cost.cpuMicros += (await cpuMicros()) - cpuBefore
    }
    progress((round + 1) / size.rounds)
  }
  return costs
}

const beforeRenewal = 'each-renewal'

/** What one renewal asks the database, of everything that is looked up only then. */
export async function measureRenewals({ clients, processes }: Bench): Promise<Measurement['renewals']> {
  const renewals: Measurement['renewals'] = {}
  const { line, address } = processes.row
  for (const client of clients) {
    const { strategy } = client
    if (!idsBy({ lookup: beforeRenewal }).some((id) => id === strategy)) continue
    const there = client.copy(address)
    const before = line.questions
    expected(200, await there.renew())
    const queries = line.questions - before
    renewals[strategy] = { queries, lifeSeconds: strategyRegistry[strategy].credentialSeconds() }
    client.browser.tokens = there.browser.tokens // the refresh token of before is spent
  }
  return renewals
}

/** A round waits for the database, so that fewer requests say as much. */
const requestsAt = (addedMs: number) => Math.max(1, Math.min(20, Math.round(60 / Math.max(1, addedMs))))

const waitsMs = (addedMs: number) => (addedMs + 2) * (requestsAt(addedMs) + 1)

/** The same requests while each round trip to the database takes longer. */
export async function measureDelays(bench: Bench): Promise<Measurement['delays']> {
  const { size, processes, connections, progress } = bench
  const delays: Measurement['delays'] = []
  const whole = size.delays.reduce((sum: number, addedMs) => sum + waitsMs(addedMs), 0)
  let done = 0
  const both = Object.values(processes)
  try {
    for (const addedMs of size.delays) {
      for (const { line } of both) line.slow(addedMs)
      const roundTripMs = {
        memory: await processes.memory.roundTrip(),
        row: await processes.row.roundTrip(),
      }
      const ms: Record<Reading, Partial<Record<Asker, number[]>>> = { memory: {}, row: {} }
      for (let round = 0; round < size.curveRounds; round += 1) {
        for (const { reading, sender } of turnsOf(bench)) {
          // the first one finds a process that has rested: it may ask the database what has changed meanwhile
          const [, ...taken] = await connections[reading].round(sender, requestsAt(addedMs) + 1)
          ;(ms[reading][sender.name] ??= []).push(median(taken))
        }
        progress((done + waitsMs(addedMs) * ((round + 1) / size.curveRounds)) / whole)
      }
      done += waitsMs(addedMs)
      delays.push({ addedMs, roundTripMs, ms })
    }
    return delays
  } finally {
    for (const { line } of both) line.slow(0)
  }
}

const rowsAtOnce = 5_000

/** More of a session that is there, with other tokens. */
const insert = `
  INSERT INTO "Session" (id, "tokenHash", "userId", strategy, provider, "credentialsVersion", device,
                         "createdAt", "authenticatedAt", "lastUsedAt", "expiresAt", "absoluteExpiresAt")
  SELECT gen_random_uuid(), hash, "userId", strategy, provider, "credentialsVersion", device,
         "createdAt", "authenticatedAt", "lastUsedAt", "expiresAt", "absoluteExpiresAt"
  FROM "Session", unnest($2::text[]) hash WHERE "Session".id = $1::uuid`

/** A look-up among many sessions of one person: each request comes from a session drawn anew, whose row is read. */
export async function measureSessions(bench: Bench): Promise<Measurement['sessions']> {
  const { size, person, connections, signal, progress } = bench
  const client = bench.clients.find(({ strategy }) => strategy === manySessionsOf)!
  const id = await client.sessionId()
  const cookie = client.cookies[0]?.name
  const tokens: string[] = []
  const drawn = (): string => `${cookie}=${tokens[randomInt(tokens.length)]}`
  const sender: Sender = {
    ...senderOf(client),
    headers: async (count) => Array.from({ length: count }, () => ({ cookie: drawn() })),
  }
  const found: Measurement['sessions'] = []
  const most = size.sessions.at(-1)!
  try {
    for (const count of size.sessions) {
      while (tokens.length < count) {
        signal.throwIfAborted()
        const some = Array.from({ length: Math.min(rowsAtOnce, count - tokens.length) }, randomToken)
        await pool().query(insert, [id, some.map(sha256Base64url)])
        tokens.push(...some)
        progress(tokens.length / most)
      }
      await pool().query('ANALYZE "Session"')
      const rounds: number[][] = []
      for (let round = 0; round < size.curveRounds; round += 1)
        rounds.push(await connections.row.round(sender, size.lookups))
      found.push({ count, rounds: rounds.map(median), ms: rounds.flat() })
    }
    return found
  } finally {
    await removeSessions(person.id)
  }
}

/** In pieces: each is told to whoever keeps sessions in memory. */
async function removeSessions(userId: string) {
  const some = `DELETE FROM "Session" WHERE id IN
    (SELECT id FROM "Session" WHERE "userId" = $1::uuid LIMIT ${rowsAtOnce})`
  while ((await pool().query(some, [userId])).rowCount);
}

/** What travels with each request, and what it takes, when the person has a longer name: it stands for more claims. */
export async function measureNames(bench: Bench): Promise<Measurement['names']> {
  const { size, person, clients, processes, connections, progress } = bench
  const { address } = processes.memory
  const found: Measurement['names'] = []
  for (const characters of size.names) {
    await db().user.update({ where: { id: person.id }, data: { name: 'n'.repeat(characters) } })
    const now = new Date()
    const known = await personNow(person)
    const senders: Sender[] = []
    for (const { strategy } of clients)
      senders.push(senderOf(await signedInAs(new LabClient(strategy), known, now)))
    const asked: Measurement['names'][number]['asked'] = {}
    for (let round = 0; round < size.curveRounds; round += 1)
      for (const sender of shuffled(senders)) {
        asked[sender.name] ??= { rounds: [], ...(await bytesOf(address, sender)) }
        const [, ...taken] = await connections.memory.round(sender, size.perName + 1)
        asked[sender.name]!.rounds.push(median(taken))
      }
    found.push({ characters, asked })
    progress(found.length / size.names.length)
  }
  return found
}
