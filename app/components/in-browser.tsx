'use client'
import { useSyncExternalStore } from 'react'

const utc = { timeZone: 'UTC', timeZoneName: 'short' } as const
const own = { clock: { timeZoneName: 'short' }, day: {} } as const

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const day = { day: 'numeric', month: 'short', ...clock } as const

/**
 * An instant for people: UTC as the server writes it, the reader's own time once the page is alive.
 * @param show `clock` for today's, which keeps its place in a line by naming the zone; `day` with the date
 */
export function Moment({ at, show = 'day' }: { at: string; show?: 'clock' | 'day' }) {
  const form = show === 'clock' ? clock : day
  const write = (zone: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...form, ...zone }).format(new Date(at))
  const text = useInBrowser(() => write(own[show]), write(utc))
  return (
    <time dateTime={at} title={at} className="moment">
      {text}
    </time>
  )
}

const never = () => () => {}

/** What only a browser can tell, and tells once. `meanwhile` stands on the server and until the page is alive. */
export const useInBrowser = <Value extends string | boolean>(read: () => Value, meanwhile: Value): Value =>
  useSyncExternalStore(never, read, () => meanwhile)

/** Whether scripts are at work here yet. */
export const useIsAlive = () => useInBrowser<boolean>(() => true, false)
