import { ownTokensShape, keyOf, type OwnTokens, type StoreId } from './own-tokens'

/** Where tokens live in a browser. In memory a reload forgets them: then the refresh cookie is asked, if there is one. */

const tokensKey = 'spa.tokens'
/** Says that there is a refresh cookie, which no script can see, and which key it is bound to, if to one. */
const cookieKey = 'spa.cookie'
/** @see RFC 9278 */
const thumbprintUri = 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:'

function cookieMark({ accessToken }: OwnTokens) {
  const key = keyOf(accessToken)
  return key === undefined ? 'yes' : thumbprintUri + key
}

const webStorage = (id: StoreId) =>
  id === 'memory' ? null : id === 'session' ? window.sessionStorage : window.localStorage

/** Of tokens in memory nothing is written, but for a mark that the browser has a refresh cookie. */
export function storeTokens(ownTokens: OwnTokens) {
  webStorage(ownTokens.store)?.setItem(tokensKey, JSON.stringify(ownTokens))
  if (hasCookie(ownTokens)) localStorage.setItem(cookieKey, cookieMark(ownTokens))
}

/** The cookie itself only the server can clear. */
export function clearStores(ownTokens: OwnTokens) {
  webStorage(ownTokens.store)?.removeItem(tokensKey)
  if (hasCookie(ownTokens)) localStorage.removeItem(cookieKey)
}

/**
 * Null where there are none, where they are damaged, and always for `memory`. Does NOT check whether they have expired.
 */
export function storedTokens(id: StoreId): OwnTokens | null {
  try {
    return ownTokensShape.parse(JSON.parse(webStorage(id)?.getItem(tokensKey) ?? 'null'))
  } catch {
    return null
  }
}

/** Is the refresh token of this in the cookie? */
export const hasCookie = ({ store, from }: Pick<OwnTokens, 'store' | 'from'>) =>
  store === 'memory' && from === 'password'
/** By the mark that `storeTokens` left. The cookie itself may have ended since: only the server can tell. */
export const cookieIsExpected = () => localStorage.getItem(cookieKey) !== null
/** The thumbprint of the key that the refresh cookie is bound to, by that mark; undefined: to none. */
export function keyOfCookie(): string | undefined {
  const mark = localStorage.getItem(cookieKey) ?? ''
  return mark.startsWith(thumbprintUri) ? mark.slice(thumbprintUri.length) : undefined
}
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
