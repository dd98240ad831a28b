import 'server-only'
import { randomToken, sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { hook } from '@/lib/hooks'
import type { IdTokenStorage } from '@/lib/oidc'
import type { CookieStrategyId, CookieWrite, Presented } from './contract'
import { flowBrowserCookie, presentedCookie } from './parts/cookie'
import { plusSeconds } from './parts/lifetimes'

/**
 * One row for each authorization request at a provider, found by the digest of its `state`. The browser has one small
 * cookie for all of its flows, so any number may be open in it at once, and none knows of another.
 * Database errors are thrown.
 */

/** What the answer of the provider is for. `again`: the person of a session proves once more who they are. */
export type Intent = 'sign-in' | 'again' | 'connect'

export type ProviderFlow = {
  /** SHA-256 of `state`: the id of the flow */
  stateHash: string
  strategy: CookieStrategyId
  /** id of the provider */
  provider: string
  intent: Intent
  /** a path of this app, see `callbackPath` */
  callbackUrl: string
  plain: boolean
  /** who connects, or signs in again; null where nobody was signed in, and for a sign-in */
  userId: string | null
  /** the Cookie header that Auth.js compares the answer with, its values encrypted by Auth.js */
  checks: string
}

/** How long a person may take at the provider: then the flow, and what is kept for it, expires. */
export const flowSeconds = 10 * 60
/** Flows that one browser may have open: the oldest goes first. */
export const openFlowsMax = 20
/** Identities that may wait in one browser for their person's word: the oldest goes first. */
const waitingMax = 5

const browserShape = /^[A-Za-z0-9_-]{43}$/

/** The value of the cookie that names this browser in its flows; null if there is none, or junk. */
export function flowBrowserOf(presented: Presented): string | null {
  const cookie = presentedCookie(presented, flowBrowserCookie())
  return cookie.ok && browserShape.test(cookie.value) ? cookie.value : null
}

/** The cookie with the same value, or with a new one; kept as long as a flow or a pending identity may be. */
export const flowBrowserFor = (presented: Presented): CookieWrite => ({
  name: flowBrowserCookie(),
  value: flowBrowserOf(presented) ?? randomToken(),
  maxAgeSeconds: Math.max(flowSeconds, env().VERIFY_EMAIL_SECONDS),
})

/** @param state as it goes to the provider; only its digest is kept */
export async function keepFlow(
  state: string,
  browser: string,
  flow: Omit<ProviderFlow, 'stateHash'>,
  now: Date,
): Promise<void> {
  const browserHash = sha256Base64url(browser)
  const { strategy, provider, intent, callbackUrl, plain, userId, checks } = flow
  await db().providerFlow.create({
    data: {
      stateHash: sha256Base64url(state),
      browserHash,
      strategy,
      provider,
      intent,
      callbackUrl,
      plain,
      userId,
      checks,
      createdAt: now,
      expiresAt: plusSeconds(now, flowSeconds),
    },
  })
  await deleteOldest(browserHash, 'open')
}

/** `strategies`: those whose answers come to this callback */
type Answer = {
  state: string | null
  browser: string | null
  strategies: CookieStrategyId[]
  provider: string
}

/** `flow`: the flow that was named, if it is of this browser and of this callback. */
export type NotSpent =
  | { ok: false; code: 'begun_elsewhere' }
  | { ok: false; code: 'used_already' | 'took_too_long'; flow: ProviderFlow }

/**
 * Spends the flow that an answer names: once, by one conditional UPDATE, in the browser that began it, at the callback
 * of the strategy and the provider that were asked.
 */
export async function spendFlow(
  { state, browser, strategies, provider }: Answer,
  now: Date,
): Promise<{ ok: true; flow: ProviderFlow } | NotSpent> {
  if (state === null || browser === null) return { ok: false, code: 'begun_elsewhere' }
  const asked = {
    stateHash: sha256Base64url(state),
    browserHash: sha256Base64url(browser),
    strategy: { in: strategies },
    provider,
  }
  const [spent] = await db().providerFlow.updateManyAndReturn({
    where: { ...asked, spentAt: null, expiresAt: { gt: now } },
    data: { spentAt: now },
  })
  if (spent) return { ok: true, flow: flowOf(spent) }
  const known = await db().providerFlow.findFirst({ where: asked })
  if (!known) return { ok: false, code: 'begun_elsewhere' }
  return { ok: false, code: known.spentAt ? 'used_already' : 'took_too_long', flow: flowOf(known) }
}

/** What is in these columns was written by `keepFlow` alone. */
const flowOf = ({ strategy, intent, ...row }: Row): ProviderFlow => ({
  ...row,
  strategy: strategy as CookieStrategyId,
  intent: intent as Intent,
})

type Row = Omit<ProviderFlow, 'strategy' | 'intent'> & { strategy: string; intent: string }

/** Of the flows that are open in a browser, or of the identities that wait in it, only the newest stay. */
export async function deleteOldest(browserHash: string, kind: 'open' | 'waiting') {
  const surplus = await db().providerFlow.findMany({
    where: { browserHash, identity: kind === 'open' ? null : { not: null } },
    orderBy: { createdAt: 'desc' },
    skip: kind === 'open' ? openFlowsMax : waitingMax,
    select: { stateHash: true },
  })
  if (surplus.length === 0) return
  const ids = surplus.map(({ stateHash }) => stateHash)
  await db().providerFlow.deleteMany({ where: { stateHash: { in: ids } } })
}

/**
 * How a provider is asked, and what a session keeps of its ID token. Leaving PKCE out works for a confidential client
 * only, and RFC 9700 §2.1.1 advises against it.
 */
export type FlowOptions = { pkce: 'with' | 'without'; keep: IdTokenStorage }

/** PKCE always, and of the ID token what the settings say. */
export const flowOptionsOfApp = (): FlowOptions => ({ pkce: 'with', keep: env().OIDC_KEEP })

/** A hook: filled if a request may choose other options. */
export const flowOptions = hook<(presented: Presented) => FlowOptions>('flow-options', flowOptionsOfApp)
