import { Glyph } from '@/app/components/glyph'
import { strategyNames, StrategyBadge } from '@/app/components/strategy'
import type { StrategyId } from '@/lib/auth/contract'
import type { Series } from '@/lib/lab'

type Line = Series & { strategy: StrategyId }

const [width, height] = [600, 200]

/** From values to the picture, both scales from 0. */
function scales(lines: Line[]) {
  const points = lines.flatMap(({ points }) => points)
  const longest = (axis: 0 | 1) => Math.max(1, ...points.map((point) => point[axis]))
  const [x, y] = [longest(0), longest(1)]
  const place = ([px, py]: [number, number]) => [(px / x) * width, height - (py / y) * height] as const
  return { x, y, place }
}

const rounded = (value: number) => Math.round(value * 10) / 10

/** Curves of one run on common scales. The numbers stand below as a table: the picture alone says nothing. */
export function SeriesChart({ lines }: { lines: Line[] }) {
  const { x, y, place } = scales(lines)
  const names = lines[0] ?? { x: '', y: '' }
  return (
    <figure className="grid gap-2">
      <figcaption className="text-sm text-muted">
        {names.y}, by {names.x}
      </figcaption>
      <svg
        viewBox={`-4 -4 ${width + 8} ${height + 8}`}
        aria-hidden="true"
        className="w-full max-w-3xl overflow-visible print:[print-color-adjust:exact]"
      >
        <path d={`M0 0V${height}H${width}`} className="fill-none stroke-edge" />
        {lines.map(({ strategy, points }) => (
          <g key={strategy} data-strategy={strategy} className="stroke-strategy">
            <polyline points={points.map(place).join(' ')} className="fill-none stroke-2" />
            {points.map(place).map(([cx, cy]) => (
              <circle key={cx} cx={cx} cy={cy} r="3" className="fill-strategy" />
            ))}
          </g>
        ))}
      </svg>
      <p className="flex max-w-3xl flex-wrap justify-between gap-x-6 text-sm text-muted">
        <span>
          Upwards: 0 to {rounded(y)}, {names.y}
        </span>
        <span>
          Across: 0 to {rounded(x)}, {names.x}
        </span>
      </p>
      <Numbers lines={lines} />
    </figure>
  )
}

const Numbers = ({ lines }: { lines: Line[] }) => (
  <ul className="grid gap-1 text-sm">
    {lines.map(({ strategy, x, y, points }) => (
      <li key={strategy} data-strategy={strategy} className="flex flex-wrap items-baseline gap-x-4">
        <span className="inline-flex w-36 items-baseline gap-1.5 text-strategy">
          <Glyph strategy={strategy} />
          {strategyNames[strategy]}
        </span>
        {points.map(([at, value]) => (
          <span key={at} className="font-mono text-[0.8125rem] tabular-nums">
            <span className="text-muted">
              <span className="sr-only">{x} </span>
              {rounded(at)}:
            </span>{' '}
            {rounded(value)}
            <span className="sr-only"> {y}</span>
          </span>
        ))}
      </li>
    ))}
  </ul>
)

type Bar = { strategy: StrategyId; seconds: number }

type Props = { bars: Bar[]; counts: string | undefined }

/** Seconds per strategy as bars on one scale. The number stands beside its bar, so that nothing is in the picture alone. */
export function SecondsChart({ bars, counts = 'Seconds until it was refused, at most' }: Props) {
  const longest = Math.max(1, ...bars.map(({ seconds }) => seconds))
  return (
    <figure className="grid gap-2">
      <figcaption className="text-sm text-muted">{counts}, by the app’s own clock</figcaption>
      <ul className="grid gap-2">
        {bars.map(({ strategy, seconds }) => (
          <li
            key={strategy}
            data-strategy={strategy}
            className="grid grid-cols-[9rem_minmax(0,1fr)_4rem] items-center gap-3"
          >
            <StrategyBadge strategy={strategy} />
            <svg aria-hidden="true" className="h-4 w-full print:[print-color-adjust:exact]">
              <rect width="100%" y="50%" height="1" className="fill-line" />
              <rect
                width={seconds === 0 ? 3 : `${(seconds / longest) * 100}%`}
                height="100%"
                className="fill-strategy"
              />
            </svg>
            <span className="text-end font-mono text-sm tabular-nums">{seconds} s</span>
          </li>
        ))}
      </ul>
    </figure>
  )
}
