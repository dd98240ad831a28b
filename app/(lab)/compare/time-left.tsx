'use client'
import { useSyncExternalStore } from 'react'
import { nothing } from './rows'

const everySecond = (tick: () => void) => {
  const timer = setInterval(tick, 1000)
  return () => clearInterval(timer)
}
const wholeSecond = () => Math.floor(Date.now() / 1000) * 1000

/**
 * The time to an end, in digits of one width: nothing moves. Does NOT correct a clock that is wrong: the lab runs where
 * its reader is.
 * @param at when the server said so: what is shown before the page is alive
 */
export function TimeLeft({ at, until }: { at: string | undefined; until: string | null }) {
  const said = new Date(at ?? 0).getTime()
  const now = useSyncExternalStore(everySecond, wholeSecond, () => said)
  if (until === null) return <span className="text-muted">{nothing}</span>
  return (
    <time dateTime={until} title={until} className="font-mono">
      {clock((new Date(until).getTime() - Math.max(now, said)) / 1000)}
    </time>
  )
}

const two = (count: number) => String(Math.floor(count)).padStart(2, '0')

function clock(seconds: number) {
  if (seconds <= 0) return 'over'
  return `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`
}
