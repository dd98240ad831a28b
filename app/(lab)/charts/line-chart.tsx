import { scaleLinear, scaleLog, scaleSymlog } from '@visx/scale'
import { LinePath } from '@visx/shape'
import { AskerMark } from './asker'
import type { Asker } from './asker'

/** Points `[x, y]`, by `x`. */
export type ChartLine = { asker: Asker; points: [x: number, y: number][] }

/** `symlog`: like `log`, with a place for 0 */
type Axis = { name: string; scale: 'linear' | 'log' | 'symlog'; ticks: readonly number[] }

type Props = {
  lines: readonly ChartLine[]
  x: Axis
  y: Axis
  /** points that the text around the chart speaks of */
  marks?: readonly { asker: Asker; x: number; y: number }[]
}

const makers = { linear: scaleLinear<number>, log: scaleLog<number>, symlog: scaleSymlog<number> }

/** From values to percent of the picture. */
function placer({ scale, ticks }: Axis, range: [number, number]) {
  const place = makers[scale]({ domain: [ticks[0]!, ticks.at(-1)!], range })
  return (value: number) => Number(place(value).toFixed(2))
}

/** The powers of ten, with 2 and 5 between, that enclose all values: ticks of a logarithmic axis. */
export function logTicks(values: readonly number[]): number[] {
  const known = values.filter((value) => value > 0)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const all: number[] = []
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power += 1)
    all.push(...[1, 2, 5].map((step) => Number((step * 10 ** power).toPrecision(1))))
  const from = all.findLastIndex((tick) => tick <= least)
  const to = all.findIndex((tick) => tick >= most)
  return all.slice(Math.max(0, from), to === -1 ? undefined : to + 1)
}

/**
 * Curves on common scales, drawn on the server. Text and marks keep their size at every width. A shape and a dash pattern
 * belong to each strategy: colour says nothing alone. The numbers stand below as a table: whoever uses this puts it there.
 */
export function LineChart({ lines, x, y, marks = [] }: Props) {
  const [across, upward] = [placer(x, [0, 100]), placer(y, [100, 0])]
  return (
    <div aria-hidden="true" className="chart">
      <p className="text-[0.8125rem] text-muted">{y.name}</p>
      <div className="ps-11 pe-4 pt-2 pb-6">
        <svg className="h-64 w-full overflow-visible">
          {y.ticks.map((tick) => (
            <g key={tick}>
              <line x2="100%" y1={`${upward(tick)}%`} y2={`${upward(tick)}%`} className="chart-grid" />
              <text y={`${upward(tick)}%`} dx="-8" dy="0.32em" textAnchor="end" className="chart-text">
                {tick}
              </text>
            </g>
          ))}
          {x.ticks.map((tick) => (
            <g key={tick}>
              <line
                x1={`${across(tick)}%`}
                x2={`${across(tick)}%`}
                y1="100%"
                y2="100%"
                className="chart-grid"
              />
              <text x={`${across(tick)}%`} y="100%" dy="1.4em" textAnchor="middle" className="chart-text">
                {tick.toLocaleString('en')}
              </text>
            </g>
          ))}
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" overflow="visible">
            {lines.map(({ asker, points }) => (
              <g key={asker} data-strategy={asker}>
                <LinePath
                  data={points}
                  x={([at]) => across(at)}
                  y={([, value]) => upward(value)}
                  className="chart-line"
                />
              </g>
            ))}
          </svg>
          {lines.map(({ asker, points }) =>
            points.map(([at, value]) => (
              <AskerMark key={`${asker} ${at}`} asker={asker} x={`${across(at)}%`} y={`${upward(value)}%`} />
            )),
          )}
          {marks.map((mark) => (
            <circle
              key={`${mark.asker} ${mark.x}`}
              cx={`${across(mark.x)}%`}
              cy={`${upward(mark.y)}%`}
              r="10"
              className="chart-crossing"
            />
          ))}
        </svg>
      </div>
      <p className="text-end text-[0.8125rem] text-muted">{x.name}</p>
    </div>
  )
}
