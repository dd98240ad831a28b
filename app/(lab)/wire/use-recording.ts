'use client'
import { useRef, useState } from 'react'
import type { RecordEvent } from '@/lib/lab'
import { readLines } from '../read-lines'

export type Recorded = Extract<RecordEvent, { type: 'recording' }>
type Phase =
  | { is: 'idle' }
  | { is: 'recording'; act: string }
  | { is: 'cancelled' }
  | { is: 'failed'; why: string }
  | { is: 'done'; recorded: Recorded }

const broken = 'The recording broke off. Nothing of it was kept; try again.'

const whyNot: Record<number, string> = {
  404: 'The lab is off here.',
  503: 'Others are recording just now. Try again in a few seconds.',
}

async function record(slug: string, signal: AbortSignal, onAct: (act: string) => void): Promise<Phase> {
  const response = await fetch(`/api/lab/flows/${slug}/record`, { method: 'POST', signal })
  if (!response.ok || !response.body) return { is: 'failed', why: whyNot[response.status] ?? broken }
  for await (const event of readLines<RecordEvent>(response.body)) {
    if (event.type === 'act') onAct(event.name)
    if (event.type === 'recording') return { is: 'done', recorded: event }
  }
  return { is: 'failed', why: broken }
}

/** One recording at a time, in the memory of this page and nowhere else. */
export function useRecording() {
  const [phase, setPhase] = useState<Phase>({ is: 'idle' })
  const running = useRef<AbortController>(null)

  async function start(slug: string) {
    const abort = new AbortController()
    running.current = abort
    const onAct = (act: string) => setPhase({ is: 'recording', act })
    onAct('')
    try {
      setPhase(await record(slug, abort.signal, onAct))
    } catch {
      setPhase(abort.signal.aborted ? { is: 'cancelled' } : { is: 'failed', why: broken })
    }
  }

  return { phase, start, cancel: () => running.current?.abort(), clear: () => setPhase({ is: 'idle' }) }
}
