'use client'
import { StrategyBadge } from '@/app/components/strategy-badge'
import type { StrategyId } from '@/lib/auth/contract'

type Props = { columns: StrategyId[]; shown: StrategyId; show: (strategy: StrategyId) => void }

/** Where there is room for one column only: which. */
export const ColumnSwitch = ({ columns, shown, show }: Props) => (
  <div
    role="group"
    aria-label="Column"
    className="needs-script no-print grid grid-cols-2 gap-1 sm:grid-cols-4 md:hidden"
  >
    {columns.map((strategy) => (
      <button
        key={strategy}
        type="button"
        data-strategy={strategy}
        aria-pressed={strategy === shown}
        onClick={() => show(strategy)}
        className="min-h-10 border-b-2 border-line px-1 text-sm aria-pressed:border-strategy aria-pressed:bg-sunken"
      >
        <StrategyBadge strategy={strategy} />
      </button>
    ))}
  </div>
)
