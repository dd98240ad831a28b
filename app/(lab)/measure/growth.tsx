import { Section } from '@/app/components/section'
import type { Measurement } from '@/lib/lab/measure/measurement'
import { median } from '@/lib/lab/measure/statistics'
import { strategies, strategyIds } from '@/lib/strategies'
import { ChartKey, type Asker } from '../charts/asker'
import { LineChart, logTicks, type ChartLine } from '../charts/line-chart'
import { Numbers, pair, type Shown } from './shown'
import { FigureTable } from './tables'

type Props = { shown: Shown }

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
            head: { text: count.toLocaleString('en') },
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
      head: { asker },
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
