import { StrategyBadge } from '@/app/components/strategy-badge'
import type { StrategyId } from '@/lib/auth/contract'

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
