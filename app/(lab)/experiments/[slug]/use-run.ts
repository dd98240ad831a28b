'use client'
import { useEffect, useRef, useState } from 'react'
import type { RunEvent } from '@/lib/lab'
import { readLines } from '../../read-lines'
import { idle, started, withEvent, type RunStatus } from './run-state'

type Follow = { slug: string; signal: AbortSignal; tell: (event: RunEvent) => void }

const unstarted: Record<number, RunStatus> = { 403: 'refused', 503: 'busy' }

/** Starts a run and follows it to its end. @returns how it ended */
async function follow({ slug, signal, tell }: Follow): Promise<RunStatus> {
  try {
    const answer = await fetch(`/api/lab/experiments/${slug}/run`, { method: 'POST', signal })
    if (!answer.ok || !answer.body) return unstarted[answer.status] ?? 'broken'
    for await (const event of readLines<RunEvent>(answer.body)) {
      tell(event)
      if (event.type === 'end') return 'ended'
    }
    return 'broken'
  } catch {
    return signal.aborted ? 'cancelled' : 'unreachable'
  }
}

/** One run at a time, given up when the page is left. */
export function useRun(slug: string) {
  const [run, setRun] = useState(idle)
  const giveUp = useRef(new AbortController())
  useEffect(() => () => giveUp.current.abort(), [])

  const start = async () => {
    giveUp.current = new AbortController()
    const { signal } = giveUp.current
    setRun(started(new Date()))
    const tell = (event: RunEvent) => {
      if (event.type === 'window') window.open(event.url, '_blank', 'noopener')
      setRun((before) => withEvent(before, event))
    }
    const status = await follow({ slug, signal, tell })
    setRun((before) => ({ ...before, status }))
    return status
  }
  return { run, start, cancel: () => giveUp.current.abort() }
}
