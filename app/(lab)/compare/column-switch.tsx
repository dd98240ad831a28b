'use client'
import { StrategyBadge } from '@/app/components/strategy-badge'
import type { StrategyId } from '@/lib/auth/contract'

type Props = { columns: StrategyId[]; inView: number; show: (index: number) => void }

/** Where there is room for one column only: which. Follows the swipe. */
export const ColumnSwitch = ({ columns, inView, show }: Props) => (
  <div role="group" aria-label="Column" className="column-switch md:hidden">
    {columns.map((strategy, index) => (
      <button
        key={strategy}
        type="button"
        data-strategy={strategy}
        aria-pressed={index === inView}
        onClick={() => show(index)}
        className="min-h-10 border-b-2 border-line px-1 text-[0.8125rem] leading-tight aria-pressed:border-strategy aria-pressed:bg-sunken"
      >
        <StrategyBadge strategy={strategy} />
      </button>
    ))}
  </div>
)
