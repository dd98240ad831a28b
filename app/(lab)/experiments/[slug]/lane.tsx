import clsx from 'clsx'
import { Icon } from '@/app/components/drawing'
import { useEffect, useRef } from 'react'
import { StrategyBadge, strategyNames } from '@/app/components/strategy'
import type { StrategyId } from '@/lib/auth/contract'
import { Verdict } from '../../comparison/verdict'
import type { LaneState, RunStatus, Step } from './run-state'

type Props = { strategy: StrategyId; status: RunStatus; lane: LaneState | undefined; isCurrent: boolean }

/** What was done under one strategy, as it happens. A run that begins makes its place: nothing moves while it goes on. */
export const Lane = ({ strategy, status, lane, isCurrent }: Props) => (
  <section
    aria-label={strategyNames[strategy]}
    data-strategy={strategy}
    className={clsx(
      'grid border-t-[3px] border-strategy print:[print-color-adjust:exact]',
      status !== 'idle' && 'grid-rows-[auto_4.25rem_auto]',
    )}
  >
    <h2 className="py-2 text-base">
      <StrategyBadge strategy={strategy} />
    </h2>
    <div className="text-[0.9375rem] leading-snug font-medium">
      <Standing lane={lane} isCurrent={isCurrent} />
    </div>
    {status !== 'idle' && (
      <Steps strategy={strategy} steps={lane?.steps ?? []} isRunning={status === 'running'} />
    )}
  </section>
)

const failures: Record<NonNullable<LaneState['failed']>, string> = {
  no_window: 'Could not be tried: no window of a browser took part.',
  fault: 'Could not be tried. The log says why.',
}

function Standing({ lane, isCurrent }: Pick<Props, 'lane' | 'isCurrent'>) {
  if (lane?.outcome) return <Verdict outcome={lane.outcome} />
  if (lane?.failed) return <p className="text-refused">{failures[lane.failed]}</p>
  if (!isCurrent) return <p className="font-normal text-muted">Not run yet</p>
  return (
    <p className="flex items-center gap-2 font-normal text-muted">
      <Icon shape="working" className="size-4 animate-spin" />
      Being tried
    </p>
  )
}

type StepsProps = { strategy: StrategyId; steps: Step[]; isRunning: boolean }

/** While it goes on, the newest stays in sight; then all of it stands there. A stop for the keyboard where it scrolls. */
function Steps({ strategy, steps, isRunning }: StepsProps) {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight
  }, [steps.length])
  return (
    <ol
      ref={list}
      tabIndex={isRunning && steps.length > 0 ? 0 : undefined}
      aria-label={`Steps under ${strategyNames[strategy]}`}
      className={clsx('border-t border-line text-sm', isRunning && 'h-44 overflow-y-auto sm:h-56')}
    >
      {steps.map(({ text, ms }, at) => (
        <li
          key={at}
          className="arrives grid grid-cols-[minmax(0,1fr)_auto] gap-3 border-b border-line py-1.5 leading-snug"
        >
          {text}
          <span className="font-mono text-[0.8125rem] text-muted tabular-nums">{Math.round(ms)} ms</span>
        </li>
      ))}
    </ol>
  )
}
