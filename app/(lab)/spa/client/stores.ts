import { heldShape, type HeldTokens, type StoreId } from './held-tokens'

/** Where tokens live in a browser. In memory a reload forgets them: then the refresh cookie is asked, if there is one. */

const tokensKey = 'spa.tokens'
/** Says that there is a refresh cookie, which no script can see. */
const cookieKey = 'spa.cookie'

const webStorage = (id: StoreId) =>
  id === 'memory' ? null : id === 'session' ? window.sessionStorage : window.localStorage

/** Of tokens in memory nothing is written, but for a mark that the browser has a refresh cookie. */
export function storeTokens(held: HeldTokens) {
  webStorage(held.store)?.setItem(tokensKey, JSON.stringify(held))
  if (hasCookie(held)) localStorage.setItem(cookieKey, 'yes')
}

/** The cookie itself only the server can clear. */
export function clearStores(held: HeldTokens) {
  webStorage(held.store)?.removeItem(tokensKey)
  if (hasCookie(held)) localStorage.removeItem(cookieKey)
}

/**
 * Null where there are none, where they are damaged, and always for `memory`. Does NOT check whether they have expired.
 */
export function storedTokens(id: StoreId): HeldTokens | null {
  try {
    return heldShape.parse(JSON.parse(webStorage(id)?.getItem(tokensKey) ?? 'null'))
  } catch {
    return null
  }
}

/** Is the refresh token of this in the cookie? */
export const hasCookie = ({ store, from }: Pick<HeldTokens, 'store' | 'from'>) =>
  store === 'memory' && from === 'password'
/** By the mark that `storeTokens` left. The cookie itself may have ended since: only the server can tell. */
export const cookieIsExpected = () => localStorage.getItem(cookieKey) !== null
/** Removes the mark, not the cookie. */
export const noCookieExpected = () => localStorage.removeItem(cookieKey)

/** All that a script of this origin reads, wherever it came from. */
export const readable = () => ({
  'document.cookie': document.cookie,
  sessionStorage: written(window.sessionStorage),
  localStorage: written(window.localStorage),
})

const written = (storage: Storage) =>
  Object.entries({ ...storage })
    .map(([key, value]) => `${key} = ${String(value)}`)
    .sort()
    .join('\n')
