import type { Prover, Tokens } from '@/lib/client'
import type { TokenStrategyId } from '@/lib/strategies'
import { ownTokensFrom, keyOf, sessionOf, strategyOf, type OwnTokens } from './own-tokens'
import { forgetKey, observeKeys, proverOf, proverWith } from './keys'
import { current, set } from './state'
import {
  cookieIsExpected,
  clearStores,
  hasCookie,
  keyOfCookie,
  storeTokens,
  storedTokens,
  noCookieExpected,
} from './stores'
import { alone, ask, share } from './tabs'
import { api, reasonOf, toExchanges, type ShownExchange } from './wire'

export type Refreshed = { ownTokens: OwnTokens | null; exchanges: ShownExchange[] }

/** Takes what this tab, or another one, just got. */
export function takeTokens(ownTokens: OwnTokens, cameFrom: string) {
  storeTokens(ownTokens)
  set({ ownTokens, cameFrom })
}

/**
 * A newer access token than `than`. One tab at a time asks the server, whoever waited takes what that one got.
 * `ownTokens` null: there is none to be had. What ended for good is dropped; what could not be asked stays.
 */
export const refreshed = (than: OwnTokens): Promise<Refreshed> =>
  alone(async () => {
    const newer = newerHere(than) ?? (await ask(sessionOf(than), than.receivedAt))
    if (!newer) return byServer(than)
    if (newer !== current().ownTokens) takeTokens(newer, 'another tab, which had refreshed it')
    return { ownTokens: newer, exchanges: [] }
  })

function newerHere(than: OwnTokens): OwnTokens | null {
  const found = [current().ownTokens, storedTokens(than.store)].find(
    (ownTokens) =>
      ownTokens && sessionOf(ownTokens) === sessionOf(than) && ownTokens.receivedAt > than.receivedAt,
  )
  return found ?? null
}

async function byServer(than: OwnTokens): Promise<Refreshed> {
  const answer = await newTokens(than, current().providerTokens?.accessToken)
  if (!answer) return { ownTokens: null, exchanges: [] }
  const exchanges = toExchanges(answer)
  if (answer.ok) return { ownTokens: taken(answer.value, than), exchanges }
  if (isOver(answer)) await ended(than)
  return { ownTokens: null, exchanges }
}

/** There is nothing to renew. Not so where the proof was at fault, as with a clock that is wrong: that can be made again. */
const isOver = ({ status, code }: { status: number; code: string }) =>
  status === 400 && code !== 'invalid_dpop_proof' && code !== 'use_dpop_nonce'

/** A token of ours is renewed by cookie, by its refresh token, or by another exchange. Undefined: by none of them. */
async function newTokens({ refreshToken, accessToken, ...ownTokens }: OwnTokens, providerToken?: string) {
  const prover = await proverOf(accessToken)
  if (hasCookie(ownTokens)) return refreshByCookie(prover)
  if (refreshToken !== null) return refreshByToken(refreshToken, prover)
  return providerToken === undefined ? undefined : exchange(providerToken, strategyOf(accessToken), prover)
}

/** By the refresh token in a cookie that no script can read. `invalid_grant`: there is none that counts. */
export const refreshByCookie = (prover: Prover | undefined) =>
  api.call('POST /api/token/browser/refresh', { json: {}, prover })

/** Spends the token: the answer has the next one. `invalid_grant`: it does not count any more. @see RFC 6749 §6 */
export const refreshByToken = (refresh_token: string, prover: Prover | undefined) =>
  api.call('POST /api/token/refresh', { json: { refresh_token }, prover })

/** @param prover with the key that ours is to be bound to, where the strategy binds it @see RFC 8693 §2.1 */
export const exchange = (providerToken: string, strategy: TokenStrategyId, prover: Prover | undefined) =>
  api.call('POST /api/token/exchange', {
    prover,
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: providerToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      strategy,
    },
  })

function taken(tokens: Tokens, { store, from }: OwnTokens): OwnTokens {
  const ownTokens = ownTokensFrom(tokens, { store, from })
  takeTokens(ownTokens, from === 'password' ? 'a refresh' : 'another exchange')
  share(ownTokens)
  return ownTokens
}

/** Tokens and their key are gone from this browser. @returns what is to be shown of that */
export async function forgotten(ownTokens: OwnTokens) {
  clearStores(ownTokens)
  await forgetKey(keyOf(ownTokens.accessToken))
  return { ownTokens: null, cameFrom: null, keys: await observeKeys() }
}

async function ended(ownTokens: OwnTokens) {
  const message = { tone: 'refused', text: 'That session has ended: sign in again.' } as const
  set({ ...(await forgotten(ownTokens)), message })
}

/** What a page that was just opened finds of what was kept before. */
export async function restore(): Promise<void> {
  const found = storedTokens('session') ?? storedTokens('local')
  if (found) return fromStorage(found)
  if (cookieIsExpected()) await alone(fromCookie)
}

async function fromStorage(found: OwnTokens) {
  const key = keyOf(found.accessToken)
  if (key === undefined || (await proverWith(key)))
    return takeTokens(found, found.store === 'session' ? 'sessionStorage' : 'localStorage')
  clearStores(found)
  keyIsGone()
}

function keyIsGone() {
  const text =
    'The key of your tokens is not in this browser any more, and without it they are worth nothing: sign in again.'
  set({ message: { tone: 'refused', text } })
}

async function fromCookie() {
  const shared = await ask(null, 0)
  if (shared) return takeTokens(shared, 'another tab, which holds it in memory')
  const key = keyOfCookie()
  const prover = await proverWith(key)
  if (key !== undefined && !prover) {
    noCookieExpected()
    return keyIsGone()
  }
  const answer = await refreshByCookie(prover)
  if (!answer.ok && isOver(answer)) {
    await forgetKey(key)
    return noCookieExpected()
  }
  if (!answer.ok) {
    const text = `Cannot tell whether you are signed in: reload to ask again. ${reasonOf(answer)}`
    return set({ message: { tone: 'refused', text } })
  }
  const ownTokens = ownTokensFrom(answer.value, { store: 'memory', from: 'password' })
  takeTokens(ownTokens, 'the refresh cookie')
  share(ownTokens)
}
