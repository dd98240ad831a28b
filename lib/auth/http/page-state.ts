import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { after } from 'next/server'
import { cache } from 'react'
import type { Person } from '@/lib/accounts'
import { withCallback } from '@/lib/api-schema/callback-path'
import { logFailure } from '@/lib/log'
import type { AuthState, Authenticated, CookieStrategyId, Session, Unavailable, Verified } from '../contract'
import { refusals } from '../errors'
import { pendingIdentitiesFor } from '../pending-identity'
import { read, readForPage, verifySession, type PageReading, recordActivity } from '../read'
import { type RequestContext, withStrategy } from '../request-context'
import { contextHere } from './identify'
import { answerPageWith, seenBefore } from './page-status'
import { type Refusal, logRefusal, outage } from './refusal'

/** The session of an administrator as of now, not as of the last token. @throws database errors */
export async function verifyAdmin(ctx: RequestContext): Promise<Verified | Refusal> {
  const verified = await verifySession(ctx)
  if (!verified.ok) return verified
  return verified.session.person.role === 'admin' ? verified : { ok: false, code: 'forbidden' }
}

/**
 * Who is asking? The one question of every handler, whatever the strategy. Writes nothing before the answer; activity
 * is recorded after it. Only within a request of Next.
 */
export async function readState(ctx: RequestContext): Promise<AuthState> {
  return noted(await read(ctx), ctx).state
}

/** The same for a page: once in a render, however many of its parts ask. */
export const readPageState = async (strategy?: CookieStrategyId) => (await readPage(strategy)).state

/** The row of a session is read once: by the proxy, or here, whoever of layout and page comes first. */
async function readPage(strategy?: CookieStrategyId): Promise<PageReading> {
  const { presented, strategy: chosen } = await contextHere()
  return readOnce(presented.authorization === null ? (strategy ?? chosen) : chosen) // a header alone decides
}

const readOnce = cache(async (strategy: CookieStrategyId): Promise<PageReading> => {
  const ctx = await contextHere()
  const seen = seenBefore(await headers())?.reading
  const isSeen = seen && strategy === ctx.strategy
  return noted(isSeen ? seen : await readForPage(withStrategy(ctx, strategy)), ctx)
})

function noted<Answer extends PageReading>(reading: Answer, { now }: RequestContext): Answer {
  if (reading.ok && reading.activity)
    after(() => recordActivity(reading, now).catch((error) => logFailure('auth.activity', error)))
  return reading
}

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
export async function verifyPageSession(): Promise<PageSession> {
  const reading = await readPage()
  if (!reading.ok) return reading
  if (reading.session) return { ok: true, session: reading.session }
  try {
    return await verifySession(await contextHere())
  } catch (error) {
    return outage(error)
  }
}

type PageSession = { ok: true; session: Session } | Refusal

/** A page that is refused: its status, and a line in the log where that is worth one. The page says it in words. */
export async function refusePage(refusal: Refusal, path: string) {
  logRefusal(refusal, await headers(), path.split('?')[0]!) // a query may hold anything
  await answerPageWith(refusals[refusal.code].status)
}

/** The strategy that this browser chose, or the default of the app. */
export const readChosenStrategy = async () => (await contextHere()).strategy

/** When this page is answered: the clock of its request. */
export const readPageTime = async () => (await contextHere()).now

/** The newest identity that was proven in this browser and waits for the word of this person. @throws database errors */
export async function readPendingIdentity(person: Person) {
  const [newest = null] = await pendingIdentitiesFor(person, await contextHere())
  return newest
}
