'use client'
import { useEffect, useRef, useState } from 'react'
import type { RunEvent } from '@/lib/lab'
import { idle, started, withEvent, type RunStatus } from './run-state'

type Follow = { slug: string; signal: AbortSignal; tell: (event: RunEvent) => void }

const unstarted: Record<number, RunStatus> = { 403: 'refused', 503: 'busy' }

/** Starts a run and follows it to its end. @returns how it ended */
async function follow({ slug, signal, tell }: Follow): Promise<RunStatus> {
  try {
    const answer = await fetch(`/api/lab/experiments/${slug}/run`, { method: 'POST', signal })
    if (!answer.ok || !answer.body) return unstarted[answer.status] ?? 'broken'
    for await (const event of readEvents(answer.body)) {
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

/** The events of a run as they arrive: a JSON object a line, however the bytes were cut. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<RunEvent> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as RunEvent
  }
}
