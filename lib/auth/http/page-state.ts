import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { after } from 'next/server'
import { cache } from 'react'
import type { Person } from '@/lib/accounts'
import { withCallback } from '@/lib/api-schema/callback-path'
import { logFailure } from '@/lib/log'
import type { AuthState, Authenticated, CookieStrategyId, Session, Unavailable } from '../contract'
import { refusals } from '../errors'
import { pendingIdentitiesFor } from '../pending-identity'
import { read, verify } from '../read'
import { recordActivity } from '../renew'
import { type RequestContext, withStrategy } from '../request-context'
import { contextHere } from './identify'
import { answerPageWith } from './page-status'
import { type Refusal, logRefusal, outage } from './refusal'

/** The session behind a request that changes something: compared with what the server keeps, just now. */
export async function verifySession(ctx: RequestContext): Promise<Session | Refusal> {
  const session = await verify(ctx)
  return 'status' in session ? { code: 'not_authenticated' } : session
}

/** The same, for an administrator as of now, not as of the last token. */
export async function verifyAdmin(ctx: RequestContext): Promise<Session | Refusal> {
  const session = await verifySession(ctx)
  if ('code' in session) return session
  return session.person.role === 'admin' ? session : { code: 'forbidden' }
}

/**
 * Who is asking? The one question of every handler, whatever the strategy. Writes nothing before the answer; activity
 * is recorded after it. Only within a request of Next.
 */
export async function readState(ctx: RequestContext): Promise<AuthState> {
  const reading = await read(ctx)
  if (!('state' in reading)) return reading
  if (reading.activity)
    after(() => recordActivity(reading, ctx.now).catch((error) => logFailure('auth.activity', error)))
  return reading.state
}

/** The same for a page: once in a render, however many of its parts ask. */
export async function readPageState(strategy?: CookieStrategyId): Promise<AuthState> {
  const { presented, strategy: chosen } = await contextHere()
  return readOnce(presented.authorization === null ? (strategy ?? chosen) : chosen) // a header alone decides
}

const readOnce = cache(async (strategy: CookieStrategyId) =>
  readState(withStrategy(await contextHere(), strategy)),
)

/** For a protected page, as it was asked for: sends a stranger to sign in and back. An outage is for the page to say. */
export async function protect(path: string): Promise<Authenticated | Unavailable> {
  const state = await readPageState()
  if (state.status === 'anonymous') redirect(withCallback('/sign-in', path))
  return state
}

/**
 * The session behind a protected page, compared with what the server keeps: for what a person sees of their account.
 * Whoever was signed out meanwhile is refused (`not_authenticated`).
 */
export async function verifyPageSession(): Promise<Session | Refusal> {
  return confirmedNow(await contextHere())
}

/** A page that is refused: its status, and a line in the log where that is worth one. The page says it in words. */
export async function refusePage(refusal: Refusal, path: string) {
  logRefusal(refusal, await headers(), path.split('?')[0]!) // a query may hold anything
  await answerPageWith(refusals[refusal.code].status)
}

async function confirmedNow(ctx: RequestContext): Promise<Session | Refusal> {
  try {
    return await verifySession(ctx)
  } catch (error) {
    return outage(error)
  }
}

/** The strategy that the toggle of this browser names. */
export const readChosenStrategy = async () => (await contextHere()).strategy

/** When this page is answered: the clock of its request. */
export const readPageTime = async () => (await contextHere()).now

/** The newest identity that was proven in this browser and waits for the word of this person. @throws database errors */
export async function readPendingIdentity(person: Person) {
  const [newest = null] = await pendingIdentitiesFor(person, await contextHere())
  return newest
}
