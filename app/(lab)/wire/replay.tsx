'use client'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Downloads } from './downloads'
import { inMs, SwimLane } from './swim-lane'
import { StepDetail } from './step-detail'
import type { Recorded } from './use-recording'

/** ← and → from step to step, Home and End to the first and the last. */
function moved(key: string, at: number, last: number): number | undefined {
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[key]
  return to === undefined ? undefined : Math.min(last, Math.max(0, to))
}

/** A recording, step by step. */
export function Replay({ recorded: { recording, har } }: { recorded: Recorded }) {
  const { steps, durationMs, recordedAt } = recording
  const [at, setAt] = useState(0)
  const list = useRef<HTMLOListElement>(null)
  const go = (to: number) => {
    setAt(to)
    list.current?.querySelectorAll('button')[to]?.focus()
  }
  useEffect(() => list.current?.querySelector('button')?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    const to = moved(event.key, at, steps.length - 1)
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    go(to)
  }
  const step = steps[at]!
  return (
    <div onKeyDown={onKeyDown} className="grid gap-4">
      <div className="flex flex-wrap items-baseline gap-x-6 gap-y-2 text-sm text-muted">
        <p role="status" className="tabular-nums">
          Step {step.label}, {at + 1} of {steps.length}
        </p>
        <p className="tabular-nums">
          {inMs(durationMs)} in all, <time dateTime={recordedAt}>{recordedAt.slice(11, 19)} UTC</time>
        </p>
        <Downloads recording={recording} har={har} />
      </div>
      <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
        <SwimLane recording={recording} at={at} go={go} list={list} />
        <StepDetail step={step} />
      </div>
    </div>
  )
}
