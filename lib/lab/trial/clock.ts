import 'server-only'
import {
  freshNonceFor,
  read,
  refreshBoundCookie,
  strategyRegistry,
  type StrategyId,
  refresh,
  renew,
  type Authenticated,
} from '@/lib/auth'
import { stateAnswer } from '@/lib/auth/http/answer'
import type { Role } from '@/lib/api-schema/fields'
import { db } from '@/lib/db/prisma-client'
import { LabClient } from './lab-client'
import { expected } from './browser'
import type { Trial } from './trial'

/** The same door that answers `/api/me`, asked with a later clock: nobody waits ten minutes to see a token end. */

/** @param seconds may be negative */
export const secondsOn = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000)

/** What the door says of a client at an instant: `authenticated`, a reason, or `unavailable`. */
export async function standing(client: LabClient, at: Date) {
  const reading = await read(await client.asking(at))
  return reading.state.status === 'anonymous' ? reading.state.because : reading.state.status
}

/** The status with which `/api/me` answers it, written in this process: for where a fault is to meet nobody else. */
export async function statusAt(client: LabClient, at: Date): Promise<number> {
  const ctx = await client.asking(at)
  return stateAnswer((await read(ctx)).state, ctx.presented).status
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
  const reading = await read(await client.asking(at))
  return reading.ok ? reading.state : null
}

/** The seconds after `from` in which something still holds: asked second by second, up to the credential's own end. */
async function secondsWhile(strategy: StrategyId, from: Date, holds: (at: Date) => Promise<boolean>) {
  const longest = strategyRegistry[strategy].credentialSeconds()
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

/** How long a credential is good by itself: seen of one that is made for it, never read from the settings. */

const daySeconds = 24 * 60 * 60

/** Renews it at a whole second, which is what tokens count in. @returns the instant at which its life begins */
export async function madeAnew(client: LabClient): Promise<Date> {
  const at = new Date(Math.ceil(Date.now() / 1000) * 1000)
  if (!(await renewAt(client, at))) throw new Error('A fresh credential cannot be renewed')
  return at
}

/** The seconds for which the door accepts a fresh credential that nobody ends. A session of its own, beside the others. */
export const lifeOf = ({ strategy, person, step }: Trial): Promise<number> =>
  step('Another credential of the same person is watched to its own end.', async () => {
    const client = new LabClient(strategy)
    expected(200, await client.signIn(person))
    const start = await madeAnew(client)
    const end = await changesAfter(client, (seconds) => secondsOn(start, seconds), daySeconds)
    if (end === null) throw new Error('A fresh credential has no end')
    return end
  })

/** The same doors that answer `/api/renew` and `/api/token/refresh`, asked with another clock. */

/** Renews at an instant; the client then holds what it was given. @returns the new state, null where it was refused */
export const renewAt = (client: LabClient, at: Date): Promise<Authenticated | null> => {
  const { sessionId } = client.browser.device
  if (client.isToken) return refreshed(client, at)
  return sessionId === undefined ? renewedCookie(client, at) : refreshedCookie(client, sessionId, at)
}

/** The door's refresh of a bound cookie at an instant: first without a signature, which gives the challenge. */
async function refreshedCookie(client: LabClient, sessionId: string, at: Date) {
  const { browser } = client
  const asked = await refreshBoundCookie(sessionId, null, { now: at })
  if (asked.ok || asked.challenge === undefined) return null
  const proof = await browser.device.response(asked.challenge, false)
  const result = await refreshBoundCookie(sessionId, proof, { now: at })
  if (!result.ok) return null
  for (const { name, value } of result.cookies) browser.setCookie(name, value)
  return stateOf(client, at)
}

async function refreshed(client: LabClient, at: Date) {
  const { browser } = client
  const result = await refreshAt(client, at)
  if (!result.ok) return null
  browser.tokens = result.tokens
  return result.state
}

/** The door's refresh at an instant; where a proof lacks the nonce it is made once more, as the client over HTTP does. */
export async function refreshAt(client: LabClient, at: Date) {
  const { refresh_token = '' } = client.browser.tokens
  const ctx = await client.asking(at)
  const result = await refresh(refresh_token, ctx)
  const nonce = freshNonceFor(ctx.presented.proof)
  const isAskedAgain = !result.ok && result.code === 'use_dpop_nonce'
  return isAskedAgain ? refresh(refresh_token, await client.asking(at, nonce)) : result
}

async function renewedCookie(client: LabClient, at: Date) {
  const { state, cookies } = await renew(await client.asking(at))
  if (state.status !== 'authenticated') return null
  for (const { name, value } of cookies) client.browser.setCookie(name, value)
  return state
}

const lives = [60, 120, 300, 600]

/** What a chart of lifetimes is drawn from: up to the strategy's own, as it was seen, and not beyond ten minutes. Seconds. */
export function livesUpTo(life: number): number[] {
  const longest = Math.min(life, lives.at(-1)!)
  return [...lives.filter((seconds) => seconds < longest), longest]
}

/**
 * A copy with a credential that the app itself made for a shorter life: no credential outlives its session, so the end
 * of the session is moved, and it is renewed.
 */
export async function livingFor(client: LabClient, seconds: number): Promise<LabClient> {
  const end = secondsOn(new Date(), seconds)
  const id = await client.sessionId()
  await db().session.update({ where: { id }, data: { expiresAt: end, absoluteExpiresAt: end } })
  expected(200, await client.renew())
  return client.copy()
}
