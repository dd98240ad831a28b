import 'server-only'
import { askers, manySessionsOf, readings, type Measurement } from './measurement'

/** A measurement as rows: every single time, and every round. */

const header = ['part', 'strategy', 'reading', 'at', 'quantity', 'unit', 'value']
type Value = string | number
type Row = readonly Value[]

/** What a spreadsheet takes for a formula. */
const isFormula = (text: string) => /^[=+\-@\t\r]/.test(text)

/** One cell. Text that a spreadsheet would compute gets an apostrophe before it. @see RFC 4180 */
export function csvCell(value: Value): string {
  if (typeof value === 'number') return String(value)
  const text = isFormula(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** @returns lines that end with CR and LF, the first of them names the columns */
export const csvOf = (one: Measurement): string =>
  [header, ...rowsOf(one)].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')

/** `at`: the added milliseconds, sessions or characters that the value belongs to. */
export function rowsOf(one: Measurement): Row[] {
  const { at, version, machine, size, seconds } = one
  const about = Object.entries({ at, version, machine, size, seconds })
  return [
    ...about.map(([name, value]): Row => ['run', '', '', '', name, '', value]),
    ...readings.flatMap((reading) => askers.flatMap((asker) => requestRows(one, reading, asker))),
    ...Object.entries(one.renewals).flatMap(([strategy, { queries, lifeSeconds }]): Row[] => [
      ['renewals', strategy, 'row', '', 'queries of one renewal', 'count', queries],
      ['renewals', strategy, 'row', '', 'life of a credential', 's', lifeSeconds],
    ]),
    ...one.delays.flatMap(({ addedMs, roundTripMs, ms }) =>
      readings.flatMap((reading) => [
        ['delays', '', reading, addedMs, 'round trip to the database', 'ms', roundTripMs[reading]],
        ...askers.flatMap((asker) =>
          (ms[reading][asker] ?? []).map((value): Row => [
            'delays',
            asker,
            reading,
            addedMs,
            'median of a round',
            'ms',
            value,
          ]),
        ),
      ]),
    ),
    ...one.sessions.flatMap(({ count, ms }) =>
      ms.map((value): Row => ['sessions', manySessionsOf, 'row', count, 'time of a request', 'ms', value]),
    ),
    ...one.names.flatMap(({ characters, asked }) =>
      askers.flatMap((asker) => {
        const found = asked[asker]
        if (!found) return []
        const { rounds, bytesUp, bytesDown } = found
        return [
          ['names', asker, 'memory', characters, 'credential', 'bytes', bytesUp],
          ['names', asker, 'memory', characters, 'answer', 'bytes', bytesDown],
          ...rounds.map((value): Row => [
            'names',
            asker,
            'memory',
            characters,
            'median of a round',
            'ms',
            value,
          ]),
        ]
      }),
    ),
  ]
}

function requestRows(
  { requests }: Measurement,
  reading: (typeof readings)[number],
  asker: (typeof askers)[number],
): Row[] {
  const cost = requests[reading][asker]
  if (!cost) return []
  const { ms, queries, cpuMicros, bytesUp, bytesDown } = cost
  return [
    ['requests', asker, reading, '', 'requests', 'count', ms.length],
    ['requests', asker, reading, '', 'queries of all', 'count', queries],
    ['requests', asker, reading, '', 'CPU of all', 'µs', cpuMicros],
    ['requests', asker, reading, '', 'credential', 'bytes', bytesUp],
    ['requests', asker, reading, '', 'answer', 'bytes', bytesDown],
    ...ms.map((value): Row => ['requests', asker, reading, '', 'time of a request', 'ms', value]),
  ]
}
