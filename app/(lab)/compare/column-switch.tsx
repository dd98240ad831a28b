'use client'
import { useRef, useState } from 'react'
import { StrategyBadge } from '@/app/components/strategy'
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

/** Where the columns stand beside each other wider than the window: which one is in view, and how to get to another. */
export function useSwipe(count: number) {
  const scroller = useRef<HTMLDivElement>(null)
  const [index, setIndex] = useState(0)
  const follow = () => setIndex(Math.round((progressOf(scroller.current!) || 0) * (count - 1)))
  const show = (next: number) => {
    const { scrollWidth, clientWidth } = scroller.current!
    scroller.current!.scrollTo({ left: (next * (scrollWidth - clientWidth)) / (count - 1) })
  }
  return { scroller, follow, show, inView: Math.min(index, count - 1) }
}

/** From 0 to 1; NaN where everything is in view. */
const progressOf = ({ scrollLeft, scrollWidth, clientWidth }: HTMLElement) =>
  scrollLeft / (scrollWidth - clientWidth)
