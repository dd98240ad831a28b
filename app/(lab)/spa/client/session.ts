import type { TokenStrategyId } from '@/lib/strategies'
import { heldFrom, type HeldTokens, type StoreId } from './held-tokens'
import { exchange, refreshByCookie, refreshByToken, restore, takeTokens } from './refresh'
import { current, set, type Copy } from './state'
import { clearStores, hasCookie } from './stores'
import { listen, shareEnd } from './tabs'
import { api, reasonOf, toExchange } from './wire'
import { leaveFor, redeem, takeAnswer, why, type Provider } from '../provider/flow'

type Credentials = { email: string; password: string; strategy: TokenStrategyId }

let opened = false

/** Once a page: what was kept, what other tabs say, and the provider's answer if this is where it comes. */
export async function open(provider: Provider) {
  if (opened) return
  opened = true
  const answer = takeAnswer()
  listen({
    own: () => current().held,
    adopt: (held) => takeTokens(held, 'another tab, which refreshed it'),
    drop: () => dropHere('Another tab signed out.'),
  })
  await restore()
  if (answer) await receive(provider, answer)
  set({ ready: true })
}

async function receive(provider: Provider, answer: URLSearchParams) {
  const outcome = await redeem(provider, answer)
  if ('refused' in outcome) return set({ message: { tone: 'refused', text: outcome.refused } })
  const text = 'The provider signed you in. Its tokens are in the memory of this page, and nowhere else.'
  set({ vouched: outcome.vouched, bearer: 'provider', message: { tone: 'ok', text } })
}

/** Shows that something is under way, and is not begun twice. */
export async function busily(work: () => Promise<void>) {
  if (current().busy) return
  set({ busy: true, message: null })
  try {
    await work()
  } finally {
    set({ busy: false })
  }
}

/**
 * With `memory` the refresh token goes into a cookie that no script can read; with a storage this page holds both
 * tokens.
 */
export const signIn = (credentials: Credentials, store: StoreId) =>
  busily(async () => {
    const operation = store === 'memory' ? 'POST /api/token/browser' : 'POST /api/token'
    const answer = await api.call(operation, { json: credentials })
    if (!answer.ok) return set({ message: { tone: 'refused', text: reasonOf(answer) } })
    begin(heldFrom(answer.value, { store, from: 'password' }), 'your password')
  })

/** Leaves the page. What the provider answers is taken by `open`; one that cannot be reached is a message here. */
export const signInAtProvider = (provider: Provider) =>
  busily(() =>
    leaveFor(provider).catch((error: unknown) => set({ message: { tone: 'refused', text: why(error) } })),
  )

/** Does nothing while there is no token of the provider. @see RFC 8693 §2.1 */
export const exchangeForOurs = (strategy: TokenStrategyId, store: StoreId) =>
  busily(async () => {
    const token = current().vouched?.accessToken
    if (token === undefined) return
    const answer = await exchange(token, strategy)
    if (!answer.ok) return set({ message: { tone: 'refused', text: reasonOf(answer) } })
    begin(heldFrom(answer.value, { store, from: 'exchange' }), 'an exchange for the provider’s token')
  })

function begin(held: HeldTokens, cameFrom: string) {
  takeTokens(held, cameFrom)
  set({ bearer: 'ours', copy: null, call: [], revocation: [] })
}

function dropHere(text: string) {
  const { held } = current()
  if (held) clearStores(held)
  set({ held: null, vouched: null, cameFrom: null, bearer: 'ours', call: [], revocation: [] })
  set({ message: { tone: 'plain', text } })
}

/** Leaves a copy behind, as a thief would have made one. */
function leave(held: HeldTokens, how: Copy['how'], text: string) {
  shareEnd(held)
  dropHere(text)
  set({ copy: { held, how, tries: [] } })
}

/** Signs out on the client only: the server is not told. */
export const drop = () =>
  busily(async () => {
    const { held } = current()
    if (!held) return dropHere('The provider’s tokens are dropped.')
    const cookie = hasCookie(held) ? ' The refresh cookie is still there: no script can remove it.' : ''
    leave(held, 'dropped', `The tokens are dropped here. The server was not told.${cookie}`)
  })

/** Signs out at the server, then here. Where the server cannot be told, nothing is dropped. */
export const signOut = () =>
  busily(async () => {
    const { held } = current()
    if (!held) return dropHere('The provider’s tokens are dropped.')
    const answer = await revoked(held)
    if (!answer.ok) {
      const text = `You are still signed in: the server could not end the session. ${reasonOf(answer)}`
      return set({ message: { tone: 'refused', text } })
    }
    leave(held, 'revoked', 'The server ended the session, and the tokens are dropped here.')
  })

const revoked = (held: HeldTokens) =>
  hasCookie(held)
    ? api.call('DELETE /api/token/browser')
    : api.call('POST /api/token/revoke', { form: { token: held.refreshToken ?? held.accessToken } })

/** What somebody with a copy could still do. */
export const tryCopy = (what: 'access' | 'refresh') =>
  busily(async () => {
    const { copy } = current()
    if (!copy) return
    const tried = toExchange(await (what === 'access' ? useAccess(copy.held) : useRefresh(copy.held)))
    set({ copy: { ...copy, tries: [...copy.tries, tried].slice(-6) } })
  })

const useAccess = ({ accessToken }: HeldTokens) => api.call('GET /api/me', { accessToken })
const useRefresh = (held: HeldTokens) =>
  hasCookie(held) ? refreshByCookie() : refreshByToken(held.refreshToken ?? 'none')
