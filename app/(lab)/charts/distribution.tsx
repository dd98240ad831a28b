import { scaleLog } from '@visx/scale'
import { histogram, logBounds, quantile } from '@/lib/lab/measure/statistics'
import { AskerName, type Asker } from './asker'
import { logTicks } from './line-chart'

type Props = { times: readonly { asker: Asker; ms: readonly number[] }[] }

const bars = 80
const marks = [
  { name: 'p50', share: 0.5 },
  { name: 'p95', share: 0.95 },
  { name: 'p99', share: 0.99 },
] as const

/**
 * How long each request took, a row for each who asks, on one logarithmic axis: how many took so long, and where the median,
 * the 95th and the 99th percentile lie. Drawn on the server.
 */
export function Distribution({ times }: Props) {
  const all = times.flatMap(({ ms }) => ms)
  const ticks = logTicks([quantile(all, 0.001), quantile(all, 0.999)])
  const [from, to] = [ticks[0]!, ticks.at(-1)!]
  const bounds = logBounds(from, to, bars)
  const place = scaleLog<number>({ domain: [from, to], range: [0, 100], clamp: true })
  const percent = (ms: number) => `${place(ms).toFixed(2)}%`
  return (
    <div className="chart grid gap-1">
      <ul className="grid gap-1">
        {times.map(({ asker, ms }) => (
          <li
            key={asker}
            data-strategy={asker}
            className="grid items-end gap-x-4 border-b border-line py-1 sm:grid-cols-[11rem_minmax(0,1fr)_11rem]"
          >
            <AskerName asker={asker} />
            <Strip counts={histogram(ms, bounds)}>
              {marks.map(({ name, share }) => (
                <line
                  key={name}
                  x1={percent(quantile(ms, share))}
                  x2={percent(quantile(ms, share))}
                  y2="100%"
                  className={`chart-mark ${name}`}
                />
              ))}
            </Strip>
            <p className="flex gap-x-3 text-[0.8125rem] whitespace-nowrap tabular-nums sm:justify-end">
              {marks.map(({ name, share }) => (
                <span key={name}>
                  <span className="text-muted">{name}</span> {quantile(ms, share).toFixed(2)}
                </span>
              ))}
              <span className="text-muted">ms</span>
            </p>
          </li>
        ))}
      </ul>
      <div aria-hidden="true" className="grid gap-x-4 sm:grid-cols-[11rem_minmax(0,1fr)_11rem]">
        <svg className="h-5 w-full overflow-visible sm:col-start-2">
          {ticks.map((tick) => (
            <text key={tick} x={percent(tick)} y="1em" textAnchor="middle" className="chart-text">
              {tick}
            </text>
          ))}
        </svg>
        <p className="text-[0.8125rem] text-muted sm:text-end">ms, logarithmic</p>
      </div>
    </div>
  )
}

const Strip = ({ counts, children }: { counts: readonly number[]; children: React.ReactNode }) => {
  const most = Math.max(1, ...counts)
  return (
    <svg aria-hidden="true" className="h-10 w-full overflow-visible">
      {counts.map((count, at) => (
        <rect
          key={at}
          x={`${(at / counts.length) * 100}%`}
          width={`${100 / counts.length}%`}
          y={`${100 - (count / most) * 100}%`}
          height={`${(count / most) * 100}%`}
          className="fill-strategy"
        />
      ))}
      {children}
    </svg>
  )
}
