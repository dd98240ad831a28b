import type { ReactNode } from 'react'
import { Section } from '@/app/components/section'
import { figuresOf } from '@/lib/lab/measure/findings'
import type { Measurement, Reading } from '@/lib/lab/measure/measurement'
import { median } from '@/lib/lab/measure/statistics'
import { strategies, strategyIds, type StrategyId } from '@/lib/strategies'
import { ChartKey, type Asker } from '../charts/asker'
import { Distribution } from '../charts/distribution'
import { LineChart, logTicks, type ChartLine } from '../charts/line-chart'
import { crossingsAt, crossingSentences } from './answer'
import { FigureTable, type Pair } from './tables'

/** The run that is shown, and the one beside it in the tables. */
export type Shown = {
  run: Measurement
  beside: Measurement | null
  names: { shown: string; beside: string | null }
}
type Props = { shown: Shown }

const askers: readonly Asker[] = [...strategyIds, 'nobody']
const titles: Record<Reading, string> = {
  memory: 'Sessions in memory, as by default in production',
  row: 'The row is read each time (SESSION_CACHE=0)',
}
const readings = Object.keys(titles) as Reading[]

const pair = ({ run, beside }: Shown, read: (run: Measurement) => number | undefined): Pair => ({
  shown: read(run),
  beside: beside ? read(beside) : undefined,
})

const Numbers = ({ children }: { children: ReactNode }) => (
  <details className="opens-by-itself">
    <summary className="cursor-pointer text-sm">The numbers</summary>
    <div className="pt-3">{children}</div>
  </details>
)

/** How long a request takes: not a mean, but all of them. */
export const Times = ({ shown }: Props) => (
  <Section
    title="One request"
    lead="GET /api/me, one after the other on one connection: how many took how long. The lines are the median (whole), the 95th and the 99th percentile (dashed, dotted)."
  >
    <div className="grid gap-8">
      {readings.map((reading) => (
        <figure key={reading} className="grid gap-2">
          <figcaption className="font-semibold">{titles[reading]}</figcaption>
          <Distribution
            times={askers.flatMap((asker) => {
              const cost = shown.run.requests[reading][asker]
              return cost ? [{ asker, ms: cost.ms }] : []
            })}
          />
        </figure>
      ))}
    </div>
  </Section>
)

const costColumns = [
  ['p50, ms', (figures: Figures) => figures.p50],
  ['p95, ms', (figures: Figures) => figures.p95],
  ['p99, ms', (figures: Figures) => figures.p99],
  ['CPU, ms', (figures: Figures) => figures.cpuMicros / 1000],
  ['Queries', (figures: Figures) => figures.queries],
  ['Bytes sent', (figures: Figures) => figures.bytesUp],
  ['Bytes answered', (figures: Figures) => figures.bytesDown],
] as const

type Figures = ReturnType<typeof figuresOf>

function costRows(shown: Shown, reading: Reading) {
  return askers.map((asker) => ({
    head: asker,
    cells: costColumns.map(([, read]) =>
      pair(shown, ({ requests }) => {
        const cost = requests[reading][asker]
        return cost && read(figuresOf(cost))
      }),
    ),
  }))
}

/** What a request costs, in numbers. */
export const Costs = ({ shown }: Props) => (
  <Section
    title="What it costs"
    lead="Bytes sent are those of the header lines that carry the credential and its proof; bytes answered are the whole answer. CPU is that of the measured process. Queries are round trips to the database: with sessions in memory the process asks now and then whether it has heard of every change, whoever asks it."
  >
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      {readings.map((reading) => (
        <figure key={reading} className="grid grid-cols-[minmax(0,1fr)] gap-2">
          <figcaption className="font-semibold">{titles[reading]}</figcaption>
          <FigureTable
            caption={`What one request costs. ${titles[reading]}`}
            corner="Strategy"
            columns={costColumns.map(([name]) => name)}
            rows={costRows(shown, reading)}
            digits={2}
            names={shown.names}
          />
        </figure>
      ))}
      <Renewals run={shown.run} />
    </div>
  </Section>
)

/** A credential that is not looked up has to be renewed: that is its look-up. */
const Renewals = ({ run }: { run: Measurement }) => (
  <ul className="grid gap-1 text-sm text-muted">
    {Object.entries(run.renewals).map(([id, { queries, lifeSeconds }]) => (
      <li key={id}>
        The {strategies[id as StrategyId].noun} is renewed once in {lifeSeconds / 60} minutes: that costs{' '}
        {queries} {queries === 1 ? 'query' : 'queries'}, however many requests come between.
      </li>
    ))}
  </ul>
)

const medianAt = (run: Measurement, reading: Reading, asker: Asker, addedMs: number) => {
  const rounds = run.delays.find((delay) => delay.addedMs === addedMs)?.ms[reading][asker]
  return rounds && median(rounds)
}

function delayLines(run: Measurement, reading: Reading): ChartLine[] {
  return askers.flatMap((asker) => {
    const points = run.delays.flatMap(({ addedMs }): [number, number][] => {
      const value = medianAt(run, reading, asker, addedMs)
      return value === undefined ? [] : [[addedMs, value]]
    })
    return points.length > 0 ? [{ asker, points }] : []
  })
}

const delayTicks = (run: Measurement) => run.delays.map(({ addedMs }) => addedMs)

/** At which database latency a JWT wins. */
export function Delays({ shown }: Props) {
  const { run } = shown
  const all = readings.flatMap((reading) => delayLines(run, reading))
  const y = {
    name: 'Median, ms',
    scale: 'log',
    ticks: logTicks(all.flatMap(({ points }) => points.map(([, value]) => value))),
  } as const
  const x = {
    name: 'added to each round trip to the database, ms',
    scale: 'symlog',
    ticks: delayTicks(run),
  } as const
  return (
    <Section
      title="At which database latency does a JWT win?"
      lead="The same request while each round trip to the database takes longer. One is faster than the other if the middle half of its rounds lies below that of the other; a ring marks the delay from which that holds for the JWT, at it and at every longer one."
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <ChartKey askers={askers} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-8 @min-[44rem]:grid-cols-2">
          {readings.map((reading) => (
            <figure key={reading} className="grid content-start gap-3">
              <figcaption className="font-semibold">{titles[reading]}</figcaption>
              <LineChart lines={delayLines(run, reading)} x={x} y={y} marks={crossingMarks(run, reading)} />
              <ul className="grid gap-1 text-sm">
                {crossingSentences(crossingsAt(run, reading)).map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </figure>
          ))}
        </div>
        <Numbers>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
            {readings.map((reading) => (
              <FigureTable
                key={reading}
                caption={`Median of a request by the delay that was added. ${titles[reading]}`}
                corner={`Median, ms. ${titles[reading]}`}
                columns={run.delays.map(({ addedMs }) => `+${addedMs} ms`)}
                rows={[
                  ...askers.map((asker) => delayRow(shown, reading, asker)),
                  roundTripRow(shown, reading),
                ]}
                digits={2}
                names={shown.names}
              />
            ))}
          </div>
        </Numbers>
      </div>
    </Section>
  )
}

const delayRow = (shown: Shown, reading: Reading, asker: Asker) => ({
  head: asker,
  cells: shown.run.delays.map(({ addedMs }) => pair(shown, (run) => medianAt(run, reading, asker, addedMs))),
})

const roundTripRow = (shown: Shown, reading: Reading) => ({
  head: 'One round trip',
  cells: shown.run.delays.map(({ addedMs }) =>
    pair(shown, (run) => run.delays.find((delay) => delay.addedMs === addedMs)?.roundTripMs[reading]),
  ),
})

const crossingMarks = (run: Measurement, reading: Reading) => {
  const seen = new Map<number, { asker: Asker; x: number; y: number }>()
  for (const { jwt, fromMs } of crossingsAt(run, reading)) {
    const y = fromMs === null ? undefined : medianAt(run, reading, jwt, fromMs)
    if (fromMs !== null && y !== undefined) seen.set(fromMs, { asker: jwt, x: fromMs, y })
  }
  return [...seen.values()]
}

/** A look-up among many sessions. */
export function Sessions({ shown }: Props) {
  const { run } = shown
  const opaque = strategyIds.find((id) => strategies[id].credential === 'opaque')!
  const points = run.sessions.map(({ count, rounds }): [number, number] => [count, median(rounds)])
  const most = Math.max(...points.map(([, value]) => value))
  return (
    <Section
      title="More sessions"
      lead="A request whose row is read, among so many sessions of one person; each request comes from a session drawn anew."
    >
      <figure className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <figcaption className="sr-only">Median of a request by the number of sessions</figcaption>
        <LineChart
          lines={[{ asker: opaque, points }]}
          x={{ name: 'sessions', scale: 'log', ticks: run.sessions.map(({ count }) => count) }}
          y={{ name: 'Median, ms, from 0', scale: 'linear', ticks: linearTicks(most) }}
        />
        <FigureTable
          caption="Median of a request by the number of sessions"
          corner="Sessions"
          columns={['Median, ms']}
          rows={run.sessions.map(({ count }) => ({
            head: count.toLocaleString('en'),
            cells: [
              pair(shown, ({ sessions }) => {
                const found = sessions.find((one) => one.count === count)
                return found && median(found.rounds)
              }),
            ],
          }))}
          digits={2}
          names={shown.names}
        />
      </figure>
    </Section>
  )
}

/** Five ticks from 0 to a round number above. */
function linearTicks(most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most))
  const end = [1, 2, 4, 5, 10].map((step) => step * power).find((one) => one >= most)!
  return [0, 1, 2, 3, 4].map((step) => Number(((end / 4) * step).toPrecision(3)))
}

/** What a longer name, which stands for more claims, does to the bytes and the time. */
export function Names({ shown }: Props) {
  const { run } = shown
  const lines = strategyIds.flatMap((asker): ChartLine[] => {
    const points = run.names.flatMap(({ characters, asked }): [number, number][] =>
      asked[asker] ? [[characters, asked[asker].bytesUp]] : [],
    )
    return points.length > 0 ? [{ asker, points }] : []
  })
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value))
  return (
    <Section
      title="More claims"
      lead="The person’s name grows, which stands for more claims: what the credential takes in each request, and how long a request takes then. The answer has the name in it under every strategy."
    >
      <figure className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <figcaption className="sr-only">Bytes of the credential by the length of the name</figcaption>
        <ChartKey askers={strategyIds} />
        <LineChart
          lines={lines}
          x={{
            name: 'characters of the name',
            scale: 'symlog',
            ticks: run.names.map(({ characters }) => characters),
          }}
          y={{ name: 'Bytes sent with each request', scale: 'log', ticks: logTicks(values) }}
        />
        <Numbers>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
            <NameTable shown={shown} what="Bytes sent" digits={0} read={({ bytesUp }) => bytesUp} />
            <NameTable shown={shown} what="Median, ms" digits={2} read={({ rounds }) => median(rounds)} />
          </div>
        </Numbers>
      </figure>
    </Section>
  )
}

type Named = NonNullable<Measurement['names'][number]['asked'][Asker]>
type NameTableProps = { shown: Shown; what: string; digits: number; read: (asked: Named) => number }

const NameTable = ({ shown, what, digits, read }: NameTableProps) => (
  <FigureTable
    caption={`${what}, by the length of the name`}
    corner={what}
    columns={shown.run.names.map(({ characters }) => `${characters} characters`)}
    rows={strategyIds.map((asker) => ({
      head: asker,
      cells: shown.run.names.map(({ characters }) =>
        pair(shown, ({ names }) => {
          const asked = names.find((one) => one.characters === characters)?.asked[asker]
          return asked && read(asked)
        }),
      ),
    }))}
    digits={digits}
    names={shown.names}
  />
)

/** Three lines. */
export const Limits = () => (
  <Section title="What this does not measure">
    <ul className="grid list-disc gap-1 ps-5">
      <li>TLS, a reverse proxy and a network: app, database and sender share this machine.</li>
      <li>Many requests at once, sign-ins and memory: one connection asks, one request after the other.</li>
      <li>
        Other libraries: <code>npm run bench</code> measures this app beside them, as{' '}
        <code>bench/README.md</code> says.
      </li>
    </ul>
  </Section>
)
