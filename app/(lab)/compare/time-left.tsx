'use client'
import { useSyncExternalStore } from 'react'
import type { Held } from '@/lib/lab'
import { nothing } from './rows'

const everySecond = (tick: () => void) => {
  const timer = setInterval(tick, 1000)
  return () => clearInterval(timer)
}
const wholeSecond = () => Math.floor(Date.now() / 1000) * 1000

/** The time to an end, in digits of one width: nothing moves. Does NOT correct a clock that is wrong: the lab runs where its reader is. */
export function TimeLeft({ held, end }: { held: Held | null; end: 'expiresAt' | 'absoluteExpiresAt' }) {
  const at = new Date(held?.at ?? 0).getTime()
  const now = useSyncExternalStore(everySecond, wholeSecond, () => at)
  if (held?.state.status !== 'authenticated') return <span className="text-muted">{nothing}</span>
  const until = held.state[end]
  return (
    <time dateTime={until} title={until} className="font-mono">
      {clock((new Date(until).getTime() - Math.max(now, at)) / 1000)}
    </time>
  )
}

const two = (count: number) => String(Math.floor(count)).padStart(2, '0')

function clock(seconds: number) {
  const left = Math.max(0, seconds)
  return `${two(left / 3600)}:${two((left % 3600) / 60)}:${two(left % 60)}`
}
