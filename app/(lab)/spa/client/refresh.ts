import { heldFrom, sessionOf, strategyOf, type Held } from './held'
import { current, set } from './state'
import { cookieIsExpected, forget, hasCookie, keep, kept, noCookieExpected } from './stores'
import { alone, ask, share } from './tabs'
import { isOk, jsonOf, send, type Exchange } from './wire'

export type Refreshed = { held: Held | null; exchanges: Exchange[] }

/** Takes what this tab, or another one, just got. */
export function adopt(held: Held, cameFrom: string) {
  keep(held)
  set({ held, cameFrom })
}

/**
 * A newer access token than `than`. One tab at a time asks the server, whoever waited takes what that one got.
 * `held` null: there is none to be had. What ended for good is dropped; what could not be asked stays.
 */
export const refreshed = (than: Held): Promise<Refreshed> =>
  alone(async () => {
    const newer = newerHere(than) ?? (await ask(sessionOf(than), than.receivedAt))
    if (!newer) return byServer(than)
    if (newer !== current().held) adopt(newer, 'another tab, which had refreshed it')
    return { held: newer, exchanges: [] }
  })

function newerHere(than: Held): Held | null {
  const found = [current().held, kept(than.store)].find(
    (held) => held && sessionOf(held) === sessionOf(than) && held.receivedAt > than.receivedAt,
  )
  return found ?? null
}

async function byServer(than: Held): Promise<Refreshed> {
  const request = requestFor(than, current().vouched?.accessToken)
  if (!request) return { held: null, exchanges: [] }
  const exchange = await request()
  if (isOk(exchange)) return { held: taken(exchange, than), exchanges: [exchange] }
  if (exchange.status === 400) ended(than)
  return { held: null, exchanges: [exchange] }
}

/** The way in which a token of ours is renewed: by cookie, by its refresh token, or by another exchange. */
function requestFor(held: Held, providerToken: string | undefined) {
  const { refreshToken, accessToken } = held
  if (hasCookie(held)) return () => send('POST', '/api/token/browser/refresh', { json: {} })
  if (refreshToken !== null)
    return () => send('POST', '/api/token/refresh', { json: { refresh_token: refreshToken } })
  return providerToken === undefined ? null : () => exchange(providerToken, strategyOf(accessToken))
}

/** @see RFC 8693 §2.1 */
export const exchange = (providerToken: string, strategy: string) =>
  send('POST', '/api/token/exchange', {
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: providerToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      strategy,
    },
  })

function taken(exchange: Exchange, { store, from }: Held): Held {
  const held = heldFrom(jsonOf(exchange), { store, from })
  adopt(held, from === 'password' ? 'a refresh' : 'another exchange')
  share(held)
  return held
}

function ended(held: Held) {
  forget(held)
  const message = { tone: 'refused', text: 'That session has ended: sign in again.' } as const
  set({ held: null, cameFrom: null, message })
}

/** What a page that was just opened finds of what was kept before. */
export async function restore(): Promise<void> {
  const found = kept('session') ?? kept('local')
  if (found) return adopt(found, found.store === 'session' ? 'sessionStorage' : 'localStorage')
  if (cookieIsExpected()) await alone(fromCookie)
}

async function fromCookie() {
  const shared = await ask(null, 0)
  if (shared) return adopt(shared, 'another tab, which holds it in memory')
  const exchange = await send('POST', '/api/token/browser/refresh', { json: {} })
  if (exchange.status === 400) return noCookieExpected()
  if (!isOk(exchange))
    return set({
      message: { tone: 'refused', text: 'Cannot tell whether you are signed in: reload to ask again.' },
    })
  const held = heldFrom(jsonOf(exchange), { store: 'memory', from: 'password' })
  adopt(held, 'the refresh cookie')
  share(held)
}
