'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { buttonClass } from '@/app/components/button'
import type { MeasureEvent } from '@/lib/lab/measure/run-measurement'
import { readLines } from '../read-lines'

type Status = 'idle' | 'running' | 'ended' | 'cancelled' | 'busy' | 'refused' | 'failed' | 'broken'
type Size = 'quick' | 'full'
type Run = { status: Status; done: number; text: string }

const sentences: Record<Exclude<Status, 'running'>, string> = {
  idle: 'Close what else computes on this machine: it would be measured too.',
  ended: 'Done. This is the last run now.',
  cancelled: 'Cancelled: both processes were ended, and nothing is kept of this run.',
  busy: 'Somebody is measuring already. Try again in a minute.',
  refused: 'The app refused it: it takes a run from its own pages only. Open this page by its own address.',
  failed: 'The run failed: the log of the app says why. Nothing is kept of it.',
  broken: 'The connection broke, so the run ended. Try again.',
}

const unstarted: Record<number, Status> = { 403: 'refused', 503: 'busy' }

/** Starts a run and follows it to its end. @returns how it ended */
async function follow(size: Size, signal: AbortSignal, tell: (event: MeasureEvent) => void): Promise<Status> {
  try {
    const answer = await fetch('/api/lab/measure/run', {
      method: 'POST',
      signal,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ size }),
    })
    if (!answer.ok || !answer.body) return unstarted[answer.status] ?? 'broken'
    for await (const event of readLines<MeasureEvent>(answer.body)) {
      if (event.type === 'end') return 'ended'
      if (event.type === 'failed') return 'failed'
      tell(event)
    }
    return 'broken'
  } catch {
    return signal.aborted ? 'cancelled' : 'broken'
  }
}

const choices: Record<Size, string> = { quick: 'Quick, half a minute', full: 'Full, two minutes' }

/** Measures this machine: starts, shows how far it is, cancels. When it has ended, the page shows the new run. */
export function MeasureRunner() {
  const router = useRouter()
  const [size, choose] = useState<Size>('full')
  const [run, setRun] = useState<Run>({ status: 'idle', done: 0, text: '' })
  const giveUp = useRef(new AbortController())
  useEffect(() => () => giveUp.current.abort(), [])
  const isRunning = run.status === 'running'

  const start = async () => {
    giveUp.current = new AbortController()
    setRun({ status: 'running', done: 0, text: '' })
    const status = await follow(size, giveUp.current.signal, (event) => {
      if (event.type === 'progress') setRun({ status: 'running', done: event.done, text: event.text })
    })
    setRun((before) => ({ status, done: status === 'ended' ? 100 : before.done, text: '' }))
    if (status !== 'ended') return
    router.replace('/measure', { scroll: false }) // also where the reference was shown
    router.refresh()
  }
  return (
    <div className="no-print grid gap-4 [@media(scripting:none)]:hidden">
      <fieldset disabled={isRunning} className="flex flex-wrap gap-x-6 gap-y-2">
        <legend className="sr-only">How much is measured</legend>
        {Object.entries(choices).map(([id, text]) => (
          <label key={id} className="inline-flex items-baseline gap-2">
            <input
              type="radio"
              name="size"
              value={id}
              checked={size === id}
              onChange={() => choose(id as Size)}
              className="accent-action"
            />
            {text}
          </label>
        ))}
      </fieldset>
      <div className="flex flex-wrap items-center gap-4">
        <button
          type="button"
          aria-keyshortcuts="r"
          onClick={() => (isRunning ? giveUp.current.abort() : void start())}
          className={`${buttonClass(isRunning ? 'quiet' : 'primary')} min-w-40`}
        >
          {isRunning ? 'Cancel' : run.status === 'idle' ? 'Measure this machine' : 'Measure again'}
        </button>
        <progress
          value={run.done}
          max="100"
          aria-label="How much is done"
          className="h-2 w-48 accent-action"
        />
        <span aria-hidden="true" className="w-12 text-sm text-muted tabular-nums">
          {isRunning && `${run.done} %`}
        </span>
      </div>
      <p role="status" className="min-h-[1.6em] text-sm text-muted">
        {run.status === 'running' ? run.text : sentences[run.status]}
      </p>
    </div>
  )
}
