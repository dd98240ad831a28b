import { Section } from '@/app/components/section'
import type { Measurement, Reading } from '@/lib/lab/measure/measurement'
import { median } from '@/lib/lab/measure/statistics'
import { ChartKey, type Asker } from '../charts/asker'
import { LineChart, logTicks, type ChartLine } from '../charts/line-chart'
import { crossingsAt, crossingSentences } from './answer'
import { askers, Numbers, pair, readings, titles, type Shown } from './shown'
import { FigureTable } from './tables'

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
export function Delays({ shown }: { shown: Shown }) {
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
  head: { asker },
  cells: shown.run.delays.map(({ addedMs }) => pair(shown, (run) => medianAt(run, reading, asker, addedMs))),
})

const roundTripRow = (shown: Shown, reading: Reading) => ({
  head: { text: 'One round trip' },
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
