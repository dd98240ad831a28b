import 'server-only'
import { idsBy, type StrategyId } from '@/lib/strategies'
import { readings, type Cost, type Measurement, type Reading } from './measurement'
import { crossover, median, quantile } from './statistics'

/** What a measurement says, computed from its rounds whenever it is asked. */

/** From which delay on a JWT is faster than what is looked up at each request. */
export type Crossing = {
  lookedUp: StrategyId
  jwt: StrategyId
  reading: Reading
  /** null: at none of those that were measured */
  fromMs: number | null
}

/** Every strategy that is looked up at each request, beside the JWT in a cookie. */
export const crossingsOf = ({ delays }: Measurement): Crossing[] =>
  readings.flatMap((reading) =>
    idsBy({ credential: 'encrypted-jwt' }).flatMap((jwt) =>
      idsBy({ lookup: 'each-request' }).map((lookedUp) => ({
        lookedUp,
        jwt,
        reading,
        fromMs: crossover(
          delays.map(({ addedMs, ms }) => ({
            addedMs,
            one: ms[reading][jwt] ?? [],
            other: ms[reading][lookedUp] ?? [],
          })),
        ),
      })),
    ),
  )

/** Of one request: milliseconds, round trips to the database, microseconds, bytes. */
export const figuresOf = ({ ms, queries, cpuMicros, bytesUp, bytesDown }: Cost) => ({
  p50: quantile(ms, 0.5),
  p95: quantile(ms, 0.95),
  p99: quantile(ms, 0.99),
  queries: queries / ms.length,
  cpuMicros: cpuMicros / ms.length,
  bytesUp,
  bytesDown,
})

export type Figures = ReturnType<typeof figuresOf>

/** A figure or two for other pages: the median of a request, where the row is read and under the JWT. */
export type Quote = { lookedUp: StrategyId; lookedUpMs: number; jwt: StrategyId; jwtMs: number }

/** @returns null where the run has no such strategies */
export function quoteOf({ requests }: Measurement): Quote | null {
  const [lookedUp] = idsBy({ credential: 'opaque' })
  const [jwt] = idsBy({ credential: 'encrypted-jwt' })
  const [one, other] = [lookedUp && requests.row[lookedUp], jwt && requests.row[jwt]]
  if (!lookedUp || !jwt || !one || !other) return null
  return { lookedUp, lookedUpMs: median(one.ms), jwt, jwtMs: median(other.ms) }
}
