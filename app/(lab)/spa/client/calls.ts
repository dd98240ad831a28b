import type { OwnTokens } from './own-tokens'
import { proverOf } from './keys'
import { refreshed } from './refresh'
import { busily } from './session'
import { current, set, type SentToken } from './state'
import { api, toExchange, toExchanges, type ShownExchange } from './wire'
import { refreshAt, revokeAt, type Provider } from '../provider/flow'

/** What the page offers to call. */
export const shownOperations = ['GET /api/me', 'GET /api/admin/stats'] as const
type ShownOperation = (typeof shownOperations)[number]

/** The token that goes into the Authorization header, or undefined while there is none of those. */
function chosenToken(which: SentToken): string | undefined {
  const { ownTokens, providerTokens } = current()
  if (which === 'ours') return ownTokens?.accessToken
  return which === 'provider' ? providerTokens?.accessToken : providerTokens?.idToken
}

/** Calls the API. A token that was refused is renewed, and the call is made once more: once. */
export const callApi = (operation: ShownOperation, provider: Provider) =>
  busily(async () => {
    const { sentToken, ownTokens } = current()
    const first = await callWith(operation, sentToken)
    set({ call: first })
    if (first.at(-1)?.status !== 401) return
    const renewal = await renewed(sentToken, ownTokens, provider)
    set({ call: [...first, ...renewal.exchanges] })
    if (!renewal.isNew) return
    const second = await callWith(operation, sentToken)
    set({ call: [...first, ...renewal.exchanges, ...second] })
  })

/** With a proof, where the token is ours and bound to a key. */
async function callWith(operation: ShownOperation, which: SentToken): Promise<ShownExchange[]> {
  const accessToken = chosenToken(which)
  const prover = which === 'ours' && accessToken !== undefined ? await proverOf(accessToken) : undefined
  return toExchanges(await api.call<ShownOperation>(operation, { accessToken, prover }))
}

const whyNotNew = ([last]: ShownExchange[]) => last?.reason ?? 'There is nothing that would renew it.'

async function renewed(which: SentToken, ownTokens: OwnTokens | null, provider: Provider) {
  if (which === 'ours' && ownTokens) {
    const { ownTokens: newer, exchanges } = await refreshed(ownTokens)
    return { isNew: newer !== null, exchanges }
  }
  return { isNew: which === 'provider' && (await refreshedAtProvider(provider)), exchanges: [] }
}

async function refreshedAtProvider(provider: Provider): Promise<boolean> {
  const { providerTokens } = current()
  if (!providerTokens) return false
  const issued = await refreshAt(provider, providerTokens)
  if (issued.ok) set({ providerTokens: issued.tokens })
  else set({ message: { tone: 'refused', text: issued.message } })
  return issued.ok
}

/** Renews without waiting for a refusal. */
export const refreshNow = (provider: Provider) =>
  busily(async () => {
    const { sentToken, ownTokens } = current()
    const { isNew, exchanges } = await renewed(sentToken, ownTokens, provider)
    set({ call: exchanges })
    if (!isNew && !current().message) set({ message: { tone: 'refused', text: whyNotNew(exchanges) } })
  })

/** Has its issuer take a token back, then sends it to our API all the same. */
export const revokeAndCall = (which: 'ours' | 'provider', provider: Provider) =>
  busily(async () => {
    const token = chosenToken(which)
    if (token === undefined) return
    const revocation = which === 'ours' ? await revokeHere(token) : await revokeThere(provider)
    const after = await callWith('GET /api/me', which)
    set({ revocation: [...(revocation ? [revocation] : []), ...after.slice(-1)] })
  })

const revokeHere = async (token: string): Promise<ShownExchange> =>
  toExchange(await api.call('POST /api/token/revoke', { form: { token } }))

/** The refresh token: what belongs to the same grant goes with it, as far as the provider keeps anything of it. */
async function revokeThere(provider: Provider): Promise<ShownExchange | null> {
  const { providerTokens } = current()
  const start = performance.now()
  const revoked = await revokeAt(provider, providerTokens?.refreshToken ?? providerTokens?.accessToken ?? '')
  if (!revoked.ok) {
    set({ message: { tone: 'refused', text: revoked.message } })
    return null
  }
  return {
    id: -1,
    method: 'POST',
    url: revoked.url,
    sent: {},
    body: null,
    status: revoked.status,
    milliseconds: Math.round(performance.now() - start),
    headers: {},
    answer: '',
    reason: null,
  }
}
