import { askAgainMs, heardWithinMs } from '@/lib/db/changes'
import { idsBy, strategies, strategyIds, type StrategyId } from '@/lib/strategies'
import { checksOf, errorsOf, isBeforeRule, settingOf, type Check } from './checks'
import { valueOf, type Measured } from './measured'
import { hitShare, throughputOf } from './model'
import { assumed, endingMs, hashingCores, needOf, storageOf, type Routing } from './scale'

/** The tables of `docs/scale.md`. All between its marks is written by `npm run simulate`, and a test holds it to this. */

const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`
const table = (head: string[], rows: (string | number)[][]) =>
  [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')

const whole = (value: number) => Math.round(value).toLocaleString('en-US')
const digits = (value: number) => (value >= 10 ? whole(value) : value.toFixed(1))
const percent = (share: number) => `${(share * 100).toFixed(0)} %`

const runs = ({ parts }: Measured) =>
  table(
    ['part', 'run of'],
    parts.map(({ title, at, isQuick }) => [title, `${at}${isQuick ? ', `--quick`' : ''}`]),
  )

const lookedUp = idsBy({ lookup: 'each-request' })
  .map((id) => `\`${id}\``)
  .join(', ')

const leftOut = ` Left out until there is a new run: ${lookedUp} with the database ${askAgainMs} ms away or more, measured before the rule in \`lib/db/changes.ts\` was changed.`

function checks(measured: Measured): string {
  const all = checksOf(measured)
  const curves = [...new Set(all.map(({ curve }) => curve))]
  const point = ({ at, measured: seen, simulated }: Check) => `${at}: ${digits(seen)} → ${digits(simulated)}`
  const rows = curves.map((curve) => {
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
      ['sessions in use: each asks once in 100 s, at random', whole(assumed.activeSessions)],
      [
        'sign-ins per second, and sign-outs',
        `${whole(assumed.signInsPerSecond)}, ${assumed.signOutsPerSecond}`,
      ],
      ['how unevenly sessions ask: exponent of Zipf’s law', assumed.zipfExponent],
      ['how busy a core may be', percent(assumed.utilisation)],
      ['round trip to the database of the same region', `${assumed.nearMs} ms`],
      ['cores of one large database server', serverCores],
    ],
  )

const serverCores = 32

const anyInstance: Routing = { isSticky: false, cacheEntries: 10_000 }
const sticky: Routing = { isSticky: true, cacheEntries: 100_000 }
const noListen: Routing = { isSticky: false, cacheEntries: 0 }

const isLookedUp = (id: StrategyId) => strategies[id].lookup === 'each-request'
function needs(measured: Measured): string {
  const row = (id: StrategyId, how: string, routing: Routing) => {
    const need = needOf(measured, id, routing)
    return [
      id,
      how,
      whole(need.instances),
      isLookedUp(id) ? percent(need.hits) : '',
      whole(need.statements),
      whole(need.writes),
      digits(need.databaseCores),
      digits(need.walMegabytesPerSecond),
      whole(need.connections),
      need.cacheMegabytes === 0 ? '' : `${need.cacheMegabytes} MB`,
    ]
  }
  const rows = strategyIds.flatMap((id) =>
    isLookedUp(id)
      ? [row(id, 'any, 10⁴', anyInstance), row(id, 'sticky, 10⁵', sticky), row(id, 'no LISTEN', noListen)]
      : [row(id, 'any', anyInstance)],
  )
  return `${table(
    [
      'strategy',
      'routing, SESSION_CACHE',
      'instances',
      'rows in memory',
      'statements/s',
      'of them writes',
      'database cores',
      'WAL MB/s',
      'connections',
      'memory each',
    ],
    rows,
  )}

Sign-ins need ${whole(hashingCores(measured))} cores more under every strategy: ${assumed.signInsPerSecond} passwords per second, ${valueOf(measured, 'sign-ins, 1 under way')} of them on a core.`
}

function hits(): string {
  const { activeSessions } = assumed
  const counts = [activeSessions, activeSessions / 200]
  const row = (entries: number, exponent: number) => [
    whole(entries),
    exponent,
    ...counts.map((count) => percent(hitShare(count, entries, exponent))),
  ]
  const rows = [1e4, 1e5].flatMap((entries) => [0, 0.8, 1].map((exponent) => row(entries, exponent)))
  return table(['SESSION_CACHE', 'exponent', 'any: 10⁷ sessions', 'sticky, 200 instances: 50,000'], rows)
}

/** Between regions, milliseconds and back: sources in the page. */
const betweenRegions = [80, 145, 212]

function distances(measured: Measured): string {
  const looked = settingOf(measured, 'database', valueOf(measured, 'database'))
  const perSecond = (roundTripMs: number, connections: number) => {
    looked.roundTripMs = roundTripMs
    looked.connections = connections
    looked.senders = connections * 2
    return digits(throughputOf(looked, 20))
  }
  const rows = [0.5, 20, 30, 35, 40, 45, 50, ...betweenRegions].map((roundTripMs) => [
    `${roundTripMs} ms`,
    askAgainMs + roundTripMs < heardWithinMs ? 'always' : roundTripMs < heardWithinMs ? 'at times' : 'never',
    perSecond(roundTripMs, 10),
    perSecond(roundTripMs, 100),
  ])
  return table(['round trip to the primary', 'memory counts', 'requests/s, pool of 10', 'pool of 100'], rows)
}

function storage(measured: Measured): string {
  const sizes = strategyIds.map((id) => ({ id, size: storageOf(measured, id) }))
  const rows = [...new Set(sizes.map(({ size }) => size.perUserBytes))].map((bytes) => {
    const own = sizes.filter(({ size }) => size.perUserBytes === bytes)
    const names = own.map(({ id }) => `\`${id}\``).join(', ')
    return [names, whole(bytes), `${whole(own[0]!.size.gigabytes)} GB`]
  })
  return table(['strategy', 'bytes for a person', 'together'], rows)
}

function endings(measured: Measured): string {
  const row = (name: string, label: string) => [
    label,
    whole(valueOf(measured, `sessions ended, ${name}`)),
    `${whole(valueOf(measured, `a session ended, ${name}: CPU time of PostgreSQL`))} µs`,
    'measured',
  ]
  const far = [200, 500].map((count) => [
    `${count}`,
    whole(1000 / endingMs(measured, count)),
    '',
    'by the line',
  ])
  return table(
    ['listening', 'sessions ended per second', 'CPU time of each', ''],
    [
      row('no NOTIFY', 'none, without NOTIFY'),
      ...[0, 1, 10, 40, 80].map((count) => row(`${count} listening`, `${count}`)),
      ...far,
    ],
  )
}

/** What breaks, with the number at which it does, and how many times the assumed load that is. */
function breaks(measured: Measured): string {
  const found: { what: string; at: string; times: number; from: string }[] = []
  for (const id of strategyIds) {
    const { databaseCores, statements } = needOf(measured, id, sticky)
    const times = serverCores / databaseCores
    found.push({
      what: `\`${id}\`: the CPU of one primary, ${serverCores} cores`,
      at: `${whole(assumed.requestsPerSecond * times)} requests/s, ${whole(statements * times)} statements/s`,
      times,
      from: 'CPU time of a statement, measured',
    })
  }
  const { instances } = needOf(measured, 'database', sticky)
  const ends = 1000 / endingMs(measured, instances)
  found.push(
    {
      what: `${lookedUp}: memory of rows, in a region without the primary`,
      at: `a round trip of ${heardWithinMs} ms; there are ${betweenRegions[0]} between the nearest two`,
      times: heardWithinMs / betweenRegions[0]!,
      from: 'measured: 20 → 50 ms; simulated between',
    },
    {
      what: `${lookedUp}: NOTIFY to every instance`,
      at: `${whole(ends)} ended sessions/s with ${instances} listening, on two cores`,
      times: ends / assumed.signOutsPerSecond,
      from: 'measured to 80 listening, then by the line',
    },
    {
      what: 'all: connections, without a pooler and as PostgreSQL is set up (`max_connections` 100)',
      at: '9 instances of ten connections and one that listens',
      times: 9 / instances,
      from: '[default of PostgreSQL](https://www.postgresql.org/docs/18/runtime-config-connection.html)',
    },
  )
  found.sort((a, b) => a.times - b.times)
  return table(
    ['what breaks', 'at', '× the assumed load', 'where the number is from'],
    found.map(({ what, at, times, from }) => [what, at, times >= 10 ? whole(times) : times.toFixed(2), from]),
  )
}

const tables = { runs, checks, assumptions, needs, hits, distances, storage, endings, breaks }

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
