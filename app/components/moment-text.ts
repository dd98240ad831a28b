const utc = { timeZone: 'UTC', timeZoneName: 'short' } as const
const own = { clock: { timeZoneName: 'short' }, day: {} } as const

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const day = { day: 'numeric', month: 'short', ...clock } as const

/**
 * An instant for people.
 * @param show `clock` for today's, which keeps its place in a line by naming the zone; `day` with the date
 * @param zone `own`: that of the browser, or of the process
 */
export const momentText = (at: string, show: 'clock' | 'day', zone: 'utc' | 'own') =>
  new Intl.DateTimeFormat('en-GB', {
    ...(show === 'clock' ? clock : day),
    ...(zone === 'utc' ? utc : own[show]),
  }).format(new Date(at))
