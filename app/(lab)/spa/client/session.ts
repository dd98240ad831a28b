import type { Prover } from '@/lib/client'
import { isBound, type TokenStrategyId } from '@/lib/strategies'
import { endOf, ownTokensFrom, keyOf, type OwnTokens, type StoreId } from './own-tokens'
import { forgetKeysOfEnded, keepKey, newProver, observeKeys } from './keys'
import { exchange, forgotten, refreshByCookie, refreshByToken, restore, takeTokens } from './refresh'
import { current, set, type Copy } from './state'
import { hasCookie } from './stores'
import { listen, shareEnd } from './tabs'
import { api, reasonOf, toExchange } from './wire'
import { leaveFor, redeem, takeAnswer, type Provider } from '../provider/flow'

type Credentials = { email: string; password: string; strategy: TokenStrategyId }

let opened = false

/** Once a page: what was kept, what other tabs say, and the provider's answer if this is where it comes. */
export async function open(provider: Provider) {
  if (opened) return
  opened = true
  const answer = takeAnswer()
  listen({
    own: () => current().ownTokens,
    take: (ownTokens) => takeTokens(ownTokens, 'another tab, which refreshed it'),
    drop: () => void dropHere('Another tab signed out.'),
  })
  await forgetKeysOfEnded(new Date())
  await restore()
  if (answer) await receive(provider, answer)
  set({ ready: true, keys: await observeKeys() })
}

async function receive(provider: Provider, answer: URLSearchParams) {
  const issued = await redeem(provider, answer)
  if (!issued.ok) return set({ message: { tone: 'refused', text: issued.message } })
  const text = 'The provider signed you in. Its tokens are in the memory of this page, and nowhere else.'
  set({ providerTokens: issued.tokens, sentToken: 'provider', message: { tone: 'ok', text } })
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

/** For tokens that are bound to a key there is a new one with each sign-in. */
const proverFor = (strategy: TokenStrategyId) => (isBound(strategy) ? newProver() : undefined)

/**
 * With `memory` the refresh token goes into a cookie that no script can read; with a storage this page holds both
 * tokens. A key is in IndexedDB, wherever the tokens are.
 */
export const signIn = (credentials: Credentials, store: StoreId) =>
  busily(async () => {
    const operation = store === 'memory' ? 'POST /api/token/browser' : 'POST /api/token'
    const prover = proverFor(credentials.strategy)
    const answer = await api.call(operation, { json: credentials, prover })
    if (!answer.ok) return set({ message: { tone: 'refused', text: reasonOf(answer) } })
    await begin(ownTokensFrom(answer.value, { store, from: 'password' }), 'your password', prover)
  })

/** Leaves the page. What the provider answers is taken by `open`; one that cannot be reached is a message here. */
export const signInAtProvider = (provider: Provider) =>
  busily(async () => {
    const left = await leaveFor(provider)
    if (!left.ok) set({ message: { tone: 'refused', text: left.message } })
  })

/** Does nothing while there is no token of the provider. @see RFC 8693 §2.1 */
export const exchangeForOurs = (strategy: TokenStrategyId, store: StoreId) =>
  busily(async () => {
    const token = current().providerTokens?.accessToken
    if (token === undefined) return
    const prover = proverFor(strategy)
    const answer = await exchange(token, strategy, prover)
    if (!answer.ok) return set({ message: { tone: 'refused', text: reasonOf(answer) } })
    await begin(
      ownTokensFrom(answer.value, { store, from: 'exchange' }),
      'an exchange for the provider’s token',
      prover,
    )
  })

/** Tokens whose key this browser does not keep would be worth nothing after a reload: they are revoked at once. */
async function begin(ownTokens: OwnTokens, cameFrom: string, prover: Prover | undefined) {
  if (prover && !(await keepKey(prover, endOf(ownTokens.accessToken)))) {
    await revoked(ownTokens)
    const text =
      'This browser lets the page keep no key (IndexedDB), which these tokens need. Nobody is signed in.'
    return set({ message: { tone: 'refused', text } })
  }
  const keys = await observeKeys()
  takeTokens(ownTokens, cameFrom)
  set({ sentToken: 'ours', copy: null, call: [], revocation: [], keys })
}

async function dropHere(text: string) {
  const { ownTokens } = current()
  const gone = ownTokens ? await forgotten(ownTokens) : { ownTokens: null, cameFrom: null }
  set({ ...gone, providerTokens: null, sentToken: 'ours', call: [], revocation: [] })
  set({ message: { tone: 'plain', text } })
}

/** Leaves a copy behind, as a thief would have made one: of the tokens, since the key cannot be copied. */
async function leave(ownTokens: OwnTokens, how: Copy['how'], text: string) {
  shareEnd(ownTokens)
  await dropHere(text)
  set({ copy: { ownTokens, how, tries: [] } })
}

/** Signs out on the client only: the server is not told. */
export const drop = () =>
  busily(async () => {
    const { ownTokens } = current()
    if (!ownTokens) return dropHere('The provider’s tokens are dropped.')
    await leave(ownTokens, 'dropped', dropWords(ownTokens))
  })

/** The server goes on with the session, whatever is done here; a key that is removed leaves nobody who could use it. */
function dropWords(ownTokens: OwnTokens) {
  if (keyOf(ownTokens.accessToken) !== undefined) {
    const cookie = hasCookie(ownTokens) ? ', not even the refresh cookie' : ''
    return `The tokens and their key are dropped here. The server was not told, but without the key nobody can use what is left${cookie}.`
  }
  const cookie = hasCookie(ownTokens) ? ' The refresh cookie is still there: no script can remove it.' : ''
  return `The tokens are dropped here. The server was not told.${cookie}`
}

/** Signs out at the server, then here. Where the server cannot be told, nothing is dropped. */
export const signOut = () =>
  busily(async () => {
    const { ownTokens } = current()
    if (!ownTokens) return dropHere('The provider’s tokens are dropped.')
    const answer = await revoked(ownTokens)
    if (!answer.ok) {
      const text = `You are still signed in: the server could not end the session. ${reasonOf(answer)}`
      return set({ message: { tone: 'refused', text } })
    }
    const what =
      keyOf(ownTokens.accessToken) === undefined ? 'the tokens are' : 'the tokens and their key are'
    await leave(ownTokens, 'revoked', `The server ended the session, and ${what} dropped here.`)
  })

const revoked = (ownTokens: OwnTokens) =>
  hasCookie(ownTokens)
    ? api.call('DELETE /api/token/browser')
    : api.call('POST /api/token/revoke', { form: { token: ownTokens.refreshToken ?? ownTokens.accessToken } })

/** What somebody with a copy could still do: with the tokens alone, and where a key is asked for, with a key of their own. */
export const tryCopy = (what: 'access' | 'refresh') =>
  busily(async () => {
    const { copy } = current()
    if (!copy) return
    const { ownTokens } = copy
    const attempts = keyOf(ownTokens.accessToken) === undefined ? [undefined] : [undefined, newProver()]
    const tries = [...copy.tries]
    for (const prover of attempts)
      tries.push(
        toExchange(
          await (what === 'access' ? sendAccess(ownTokens, prover) : sendRefresh(ownTokens, prover)),
        ),
      )
    set({ copy: { ...copy, tries: tries.slice(-6) } })
  })

const sendAccess = ({ accessToken }: OwnTokens, prover: Prover | undefined) =>
  api.call('GET /api/me', { accessToken, prover })
const sendRefresh = (ownTokens: OwnTokens, prover: Prover | undefined) =>
  hasCookie(ownTokens) ? refreshByCookie(prover) : refreshByToken(ownTokens.refreshToken ?? 'none', prover)
