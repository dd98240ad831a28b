import type { Tokens } from '@/lib/client'
import type { TokenStrategyId } from '@/lib/strategies'
import { heldFrom, sessionOf, strategyOf, type HeldTokens } from './held-tokens'
import { current, set } from './state'
import {
  cookieIsExpected,
  clearStores,
  hasCookie,
  storeTokens,
  storedTokens,
  noCookieExpected,
} from './stores'
import { alone, ask, share } from './tabs'
import { api, toExchange, type Exchange } from './wire'

export type Refreshed = { held: HeldTokens | null; exchanges: Exchange[] }

/** Takes what this tab, or another one, just got. */
export function takeTokens(held: HeldTokens, cameFrom: string) {
  storeTokens(held)
  set({ held, cameFrom })
}

/**
 * A newer access token than `than`. One tab at a time asks the server, whoever waited takes what that one got.
 * `held` null: there is none to be had. What ended for good is dropped; what could not be asked stays.
 */
export const refreshed = (than: HeldTokens): Promise<Refreshed> =>
  alone(async () => {
    const newer = newerHere(than) ?? (await ask(sessionOf(than), than.receivedAt))
    if (!newer) return byServer(than)
    if (newer !== current().held) takeTokens(newer, 'another tab, which had refreshed it')
    return { held: newer, exchanges: [] }
  })

function newerHere(than: HeldTokens): HeldTokens | null {
  const found = [current().held, storedTokens(than.store)].find(
    (held) => held && sessionOf(held) === sessionOf(than) && held.receivedAt > than.receivedAt,
  )
  return found ?? null
}

async function byServer(than: HeldTokens): Promise<Refreshed> {
  const answer = await newTokens(than, current().vouched?.accessToken)
  if (!answer) return { held: null, exchanges: [] }
  const exchanges = [toExchange(answer)]
  if (answer.ok) return { held: taken(answer.value, than), exchanges }
  if (answer.status === 400) ended(than)
  return { held: null, exchanges }
}

/** A token of ours is renewed by cookie, by its refresh token, or by another exchange. Undefined: by none of them. */
async function newTokens({ refreshToken, accessToken, ...held }: HeldTokens, providerToken?: string) {
  if (hasCookie(held)) return refreshByCookie()
  if (refreshToken !== null) return refreshByToken(refreshToken)
  return providerToken === undefined ? undefined : exchange(providerToken, strategyOf(accessToken))
}

/** By the refresh token in a cookie that no script can read. 400: there is none that counts. */
export const refreshByCookie = () => api.call('POST /api/token/browser/refresh', { json: {} })

/** Spends the token: the answer has the next one. 400: it does not count any more. @see RFC 6749 §6 */
export const refreshByToken = (refresh_token: string) =>
  api.call('POST /api/token/refresh', { json: { refresh_token } })

/** @see RFC 8693 §2.1 */
export const exchange = (providerToken: string, strategy: TokenStrategyId) =>
  api.call('POST /api/token/exchange', {
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: providerToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      strategy,
    },
  })

function taken(tokens: Tokens, { store, from }: HeldTokens): HeldTokens {
  const held = heldFrom(tokens, { store, from })
  takeTokens(held, from === 'password' ? 'a refresh' : 'another exchange')
  share(held)
  return held
}

function ended(held: HeldTokens) {
  clearStores(held)
  const message = { tone: 'refused', text: 'That session has ended: sign in again.' } as const
  set({ held: null, cameFrom: null, message })
}

/** What a page that was just opened finds of what was kept before. */
export async function restore(): Promise<void> {
  const found = storedTokens('session') ?? storedTokens('local')
  if (found) return takeTokens(found, found.store === 'session' ? 'sessionStorage' : 'localStorage')
  if (cookieIsExpected()) await alone(fromCookie)
}

async function fromCookie() {
  const shared = await ask(null, 0)
  if (shared) return takeTokens(shared, 'another tab, which holds it in memory')
  const answer = await refreshByCookie()
  if (answer.status === 400) return noCookieExpected()
  if (!answer.ok)
    return set({
      message: { tone: 'refused', text: 'Cannot tell whether you are signed in: reload to ask again.' },
    })
  const held = heldFrom(answer.value, { store: 'memory', from: 'password' })
  takeTokens(held, 'the refresh cookie')
  share(held)
}
