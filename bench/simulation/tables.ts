import { askAgainMs, heardWithinMs } from '@/lib/db/changes'
import { idsBy, strategyIds, type StrategyId } from '@/lib/strategies'
import { checksOf, errorsOf, isBeforeRule, isLookedUp, settingOf, type Check } from './checks'
import { valueOf, type Measured } from './measured'
import { throughputOf } from './model'
import { assumed, bytesEach, endingMs, needOf, type Routing } from './scale'

/** The tables of `docs/scale.md`. All between its marks is written by `npm run simulate`, and a test holds it to this. */

type Cells = (string | number)[]
const line = (cells: Cells) => `| ${cells.join(' | ')} |`
const table = (head: Cells, rows: Cells[]) =>
  [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')

const whole = (value: number) => Math.round(value).toLocaleString('en-US')
const percent = (share: number) => `${(share * 100).toFixed(0)} %`
const named = (ids: StrategyId[]) => ids.map((id) => `\`${id}\``).join(', ')
const lookedUp = named(idsBy({ lookup: 'each-request' }))

const runs = ({ parts }: Measured) =>
  table(
    ['part', 'run of'],
    parts.map(({ title, at, isQuick }) => [title, `${at}${isQuick ? ', `--quick`' : ''}`]),
  )

const leftOut = ` Left out until there is a new run: ${lookedUp} with the database ${askAgainMs} ms away or more, measured before the rule in \`lib/db/changes.ts\` was changed.`

function checks(measured: Measured): string {
  const all = checksOf(measured)
  const point = ({ at, measured: seen, simulated }: Check) => `${at}: ${whole(seen)} → ${whole(simulated)}`
  const rows = [...new Set(all.map(({ curve }) => curve))].map((curve) => {
    const own = all.filter((check) => check.curve === curve)
    return [curve, own.map(point).join('; '), percent(errorsOf(own).worst)]
  })
  const { median, worst } = errorsOf(all)
  return `${table(['curve', 'requests per second: measured → simulated', 'worst error'], rows)}

${all.length} points: half of them are within ${percent(median)}, all within ${percent(worst)}.${isBeforeRule(measured) ? leftOut : ''}`
}

const assumptions = () =>
  table(
    ['assumed', 'value'],
    [
      ['requests per second, of the route that `bench` measures', whole(assumed.requestsPerSecond)],
      ['people, each with one session', whole(assumed.users)],
      ['sessions in use, which ask at random', whole(assumed.activeSessions)],
      ['sign-ins, sign-outs per second', `${whole(assumed.signInsPerSecond)}, ${assumed.signOutsPerSecond}`],
      ['how unevenly sessions ask: exponent of Zipf’s law', assumed.zipfExponent],
      ['how busy a core may be', percent(assumed.utilisation)],
      ['round trip to the database of the same region', `${assumed.nearMs} ms`],
      ['cores of one large database server', assumed.serverCores],
    ],
  )

const sticky: Routing = { isSticky: true, cacheEntries: 100_000 }
const ways: [string, Routing][] = [
  ['any, 10⁴', { isSticky: false, cacheEntries: 10_000 }],
  ['sticky, 10⁵', sticky],
  ['no LISTEN', { isSticky: false, cacheEntries: 0 }],
]

function needs(measured: Measured): string {
  const row = (id: StrategyId, how: string, routing: Routing) => {
    const { instances, hits, statements, writes, databaseCores, connections } = needOf(measured, id, routing)
    const inMemory = isLookedUp(id) ? percent(hits) : ''
    return [id, how, instances, inMemory, ...[statements, writes, databaseCores, connections].map(whole)]
  }
  const rows = strategyIds.flatMap((id) =>
    isLookedUp(id) ? ways.map(([how, routing]) => row(id, how, routing)) : [row(id, 'any', sticky)],
  )
  const head = ['strategy', 'routing, SESSION_CACHE', 'instances', 'rows in memory', 'statements/s']
  const perCore = valueOf(measured, 'sign-ins, 1 under way')
  const hashing = assumed.signInsPerSecond / perCore / assumed.utilisation
  const pages = valueOf(measured, 'database') / valueOf(measured, 'protected page')
  return `${table([...head, 'of them writes', 'database cores', 'connections'], rows)}

Sign-ins need ${whole(hashing)} cores more under every strategy: a core hashes ${perCore} passwords per second. A page costs ${pages.toFixed(1)} times the route that \`bench\` measures: multiply the instances.`
}

/** Between regions, milliseconds and back: sources in the page. */
const betweenRegions = [80, 145, 212]

function distances(measured: Measured): string {
  const perSecond = (roundTripMs: number, senders: number, connections: number) => {
    const own = { senders, connections, roundTripMs }
    return whole(
      throughputOf(Object.assign(settingOf(measured, 'database', valueOf(measured, 'database')), own)),
    )
  }
  const sure = (roundTripMs: number) =>
    askAgainMs + roundTripMs < heardWithinMs
      ? 'at once'
      : roundTripMs < heardWithinMs
        ? 'at once, or after waiting'
        : `after waiting, for those within ${heardWithinMs} ms of a question`
  const rows = [assumed.nearMs, 20, 30, 40, 50, ...betweenRegions].map((roundTripMs) => [
    `${roundTripMs} ms`,
    sure(roundTripMs),
    perSecond(roundTripMs, 20, 10),
    perSecond(roundTripMs, 200, 10),
    perSecond(roundTripMs, 200, 100),
  ])
  const head = ['round trip to the primary', 'memory counts', '20 under way, pool of 10']
  return table([...head, '200, pool of 10', '200, pool of 100'], rows)
}

function storage(measured: Measured): string {
  const all = strategyIds.map((id) => ({ id, bytes: bytesEach(measured, id) }))
  const rows = [...new Set(all.map(({ bytes }) => bytes))].map((each) => {
    const own = all.filter(({ bytes }) => bytes === each).map(({ id }) => id)
    return [named(own), whole(each), `${whole((each * assumed.users) / 1e9)} GB`]
  })
  return table(['strategy', 'bytes for a person', 'together'], rows)
}

function endings(measured: Measured): string {
  const counts = [0, 1, 10, 40, 80].map((count) => [`${count} listening`, `${count}`] as const)
  const rows = [['no NOTIFY', 'none, without NOTIFY'] as const, ...counts].map(([name, label]) => [
    label,
    whole(valueOf(measured, `sessions ended, ${name}`)),
    `${whole(valueOf(measured, `a session ended, ${name}: CPU time of PostgreSQL`))} µs`,
  ])
  const far = [200, 500].map((count) => [
    `${count}, by the line`,
    whole(1000 / endingMs(measured, count)),
    '',
  ])
  return table(['listening', 'sessions ended per second', 'CPU time of each'], [...rows, ...far])
}

/** What breaks, with the number at which it does, and how many times the assumed load that is. */
function breaks(measured: Measured): string {
  const { serverCores, requestsPerSecond, signOutsPerSecond, poolConnections } = assumed
  const found = strategyIds.map((id) => {
    const { databaseCores, statements } = needOf(measured, id, sticky)
    const times = serverCores / databaseCores
    const at = `${whole(requestsPerSecond * times)} requests/s, ${whole(statements * times)} statements/s`
    return {
      what: `\`${id}\`: the CPU of one primary, ${serverCores} cores`,
      at,
      times,
      from: 'CPU time of a statement, measured',
    }
  })
  const { instances } = needOf(measured, 'database', sticky)
  const ends = 1000 / endingMs(measured, instances)
  const nearest = betweenRegions[0]!
  // of those who come evenly, what comes later than 50 ms after a question looks its row up, and holds a connection for r
  const far = (poolConnections * 1000) / (nearest - heardWithinMs)
  found.push(
    {
      what: `${lookedUp}: the pool of ${poolConnections} in a region ${nearest} ms from the primary`,
      at: `${whole(far)} requests/s of one instance`,
      times: far / (requestsPerSecond / instances),
      from: 'computed from the rule, requests coming evenly',
    },
    {
      what: `${lookedUp}: NOTIFY to every instance`,
      at: `${whole(ends)} ended sessions/s with ${instances} listening, on two cores`,
      times: ends / signOutsPerSecond,
      from: 'measured to 80 listening, then by the line',
    },
    {
      what: 'all: connections, without a pooler and as PostgreSQL is set up (`max_connections` 100)',
      at: '9 instances of ten connections and one that listens',
      times: 9 / instances,
      from: '[default of PostgreSQL](https://www.postgresql.org/docs/18/runtime-config-connection.html)',
    },
  )
  const rows = found
    .toSorted((a, b) => a.times - b.times)
    .map(({ what, at, times, from }) => [what, at, times >= 10 ? whole(times) : times.toFixed(2), from])
  return table(['what breaks', 'at', '× the assumed load', 'where the number is from'], rows)
}

const tables = { runs, checks, assumptions, needs, distances, storage, endings, breaks }

/** @throws Error where the page has no place for one of them */
export function withTables(page: string, measured: Measured): string {
  let text = page
  for (const [name, make] of Object.entries(tables)) {
    const [begin, end] = [`<!-- simulated: ${name} -->`, `<!-- end of ${name} -->`]
    const [from, to] = [text.indexOf(begin), text.indexOf(end)]
    if (from < 0 || to < from) throw new Error(`docs/scale.md has no place for the table ${name}`)
    text = `${text.slice(0, from + begin.length)}\n\n${make(measured)}\n\n${text.slice(to)}`
  }
  return text
}
