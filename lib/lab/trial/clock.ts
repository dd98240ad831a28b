import 'server-only'
import { readAs, strategies, type StrategyId } from '@/lib/auth'
import type { LabClient } from './client'

/** The same door that answers `/api/me`, asked with a later clock: nobody waits ten minutes to see a token end. */

export const secondsOn = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000)

export const cookieOf = (strategy: StrategyId) => (strategy === 'jwt' ? 'jwt' : 'database')

/** What the door says of a client at an instant: `authenticated`, a reason, or `unavailable`. */
export async function standing({ strategy, browser }: LabClient, at: Date) {
  const reading = await readAs(cookieOf(strategy), browser.presented, at)
  if ('state' in reading) return 'authenticated' as const
  return reading.status === 'anonymous' ? reading.because : reading.status
}

/** Who the door says it is, at an instant; null for nobody. */
export async function stateOf({ strategy, browser }: LabClient, at: Date) {
  const reading = await readAs(cookieOf(strategy), browser.presented, at)
  return 'state' in reading ? reading.state : null
}

/**
 * The revocation-latency meter: the seconds after `from` in which the door still accepts a credential.
 * @returns 0 when it is refused at once; asked second by second, up to the credential's own end
 */
export async function acceptedFor(client: LabClient, from: Date): Promise<number> {
  const longest = strategies[client.strategy].claims.credentialSeconds()
  let last = 0
  for (let seconds = 0; seconds <= longest; seconds++) {
    if ((await standing(client, secondsOn(from, seconds))) !== 'authenticated') return last
    last = seconds + 1
  }
  return last
}
