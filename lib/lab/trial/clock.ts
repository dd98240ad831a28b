import 'server-only'
import { read, strategies, type StrategyId } from '@/lib/auth'
import type { Role } from '@/lib/api-schema/roles'
import type { LabClient } from './client'

/** The same door that answers `/api/me`, asked with a later clock: nobody waits ten minutes to see a token end. */

export const secondsOn = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000)

/** What the door says of a client at an instant: `authenticated`, a reason, or `unavailable`. */
export async function standing(client: LabClient, at: Date) {
  const reading = await read(client.asking(at))
  return reading.state.status === 'anonymous' ? reading.state.because : reading.state.status
}

/**
 * From how many seconds on the door changes its mind, found by halving: it does so once in this span.
 * @param at the instant that belongs to a number of seconds, later or earlier
 * @returns null where the longest changes nothing
 */
export async function changesAfter(client: LabClient, at: (seconds: number) => Date, longest: number) {
  const isAccepted = async (seconds: number) => (await standing(client, at(seconds))) === 'authenticated'
  const first = await isAccepted(0)
  if ((await isAccepted(longest)) === first) return null
  let [same, other] = [0, longest]
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2)
    if ((await isAccepted(middle)) === first) same = middle
    else other = middle
  }
  return other
}

/** Who the door says it is, at an instant; null for nobody. */
export async function stateOf(client: LabClient, at: Date) {
  const reading = await read(client.asking(at))
  return reading.ok ? reading.state : null
}

/** The seconds after `from` in which something still holds: asked second by second, up to the credential's own end. */
async function secondsWhile(strategy: StrategyId, from: Date, holds: (at: Date) => Promise<boolean>) {
  const longest = strategies[strategy].credentialSeconds()
  for (let seconds = 0; seconds <= longest; seconds++)
    if (!(await holds(secondsOn(from, seconds)))) return seconds
  return longest + 1
}

/** The revocation-latency meter: for how long the door still accepts a credential. @returns 0 when it is refused at once */
export const acceptedFor = (client: LabClient, from: Date): Promise<number> =>
  secondsWhile(client.strategy, from, async (at) => (await standing(client, at)) === 'authenticated')

/** The same for a role that somebody had: for how long the door still says so. */
export const roleHeldFor = (client: LabClient, role: Role, from: Date): Promise<number> =>
  secondsWhile(client.strategy, from, async (at) => (await stateOf(client, at))?.user.role === role)
