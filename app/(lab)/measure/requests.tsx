import { Section } from '@/app/components/section'
import { figuresOf, type Figures } from '@/lib/lab/measure/findings'
import type { Measurement, Reading } from '@/lib/lab/measure/measurement'
import { idsBy, strategies, type StrategyId } from '@/lib/strategies'
import { Distribution } from '../charts/distribution'
import { askers, pair, readings, titles, type Shown } from './shown'
import { FigureTable } from './tables'

type Props = { shown: Shown }

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
  ['p50, ms', (figures: Figures) => figures.p50, 2],
  ['p95, ms', (figures: Figures) => figures.p95, 2],
  ['p99, ms', (figures: Figures) => figures.p99, 2],
  ['CPU, ms', (figures: Figures) => figures.cpuMicros / 1000, 2],
  ['Queries', (figures: Figures) => figures.queries, 2],
  ['Bytes sent', (figures: Figures) => figures.bytesUp, 0],
  ['Bytes answered', (figures: Figures) => figures.bytesDown, 0],
] as const

function costRows(shown: Shown, reading: Reading) {
  return askers.map((asker) => ({
    head: { asker },
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
            digits={costColumns.map(([, , digits]) => digits)}
            names={shown.names}
          />
        </figure>
      ))}
      <Renewals run={shown.run} />
    </div>
  </Section>
)

/**
 * What does not stand in the tables. A credential that is not looked up has to be renewed: that is its look-up. And a proof
 * of possession may ask the database although the credential is not looked up.
 */
const Renewals = ({ run }: { run: Measurement }) => (
  <ul className="grid gap-1 text-sm text-muted">
    {Object.entries(run.renewals).map(([id, { queries, lifeSeconds }]) => (
      <li key={id}>
        The {strategies[id as StrategyId].noun} is renewed once in {lifeSeconds / 60} minutes: that costs{' '}
        {queries} {queries === 1 ? 'query' : 'queries'}, however many requests come between.
      </li>
    ))}
    {idsBy({ lookup: 'each-renewal', proof: 'each-request' }).map((id) => {
      const cost = run.requests.row[id]
      const queries = cost ? Math.round(figuresOf(cost).queries) : 0
      return (
        queries > 0 && (
          <li key={id}>
            The {strategies[id].noun} is not looked up, and yet each request costs {queries}{' '}
            {queries === 1 ? 'query' : 'queries'}: that its proof was used is written down, so that it is good
            once.
          </li>
        )
      )
    })}
  </ul>
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
