import type { Prover } from '@/lib/client'
import {
  isRefusal,
  type Refusal,
  notSignedIn,
  refused,
  type Outcome,
  CannotTell,
  alone,
  type Run,
} from './command'
import { discoverProvider, refreshAtProvider, type ProviderTokens, revokeAtProvider } from './provider'
import { proverFor } from './key-file'
import { readTokens, writeTokens, type Stored } from './token-file'
import { exchange, type AccessToken, revokeAtApp } from './app'

const spent = refused(
  'refresh_refused',
  'The provider gives nothing for the refresh token any more: run `npm run native` to sign in again.',
)
const unwelcome = refused(
  'not_accepted',
  'The app does not accept this person any more: the identity was removed there, or the account disabled.',
)
const unproven = refused(
  'proof_refused',
  'The app does not accept the proof by the key: is the clock of this machine right?',
)

/** Why the app gave no token of ours, as far as that is not about who the person is. */
export const refusedProof = ({ refused: code }: Refusal): Outcome | undefined =>
  code === 'invalid_dpop_proof' ? unproven : undefined

/** True: nothing was got, and this is what to tell the person. False: these are the tokens. */
export const isOutcome = (result: Stored | Outcome): result is Outcome => 'exit' in result

/**
 * The rotated refresh token is written before anything else can go wrong: the one before is spent. The key is read before
 * that, so that nothing is spent without it.
 */
async function renew({ places: { folder }, clock }: Run, before: Stored): Promise<Stored | Outcome> {
  const prover = await proverFor(before, folder)
  const provider = await discoverProvider(before)
  const tokens = await refreshAtProvider(provider, before.refreshToken)
  if (isRefusal(tokens)) return spent
  const { refreshToken } = tokens
  writeTokens(folder, { ...before, refreshToken })
  const access = await accessTokenFor(before, tokens, prover)
  if (isRefusal(access)) return refusedProof(access) ?? unwelcome
  const renewed = { ...before, refreshToken, ...stamped(access, clock()) }
  writeTokens(folder, renewed)
  await sessionEnded(before) // if not now, then in the minutes that its token has left
  return renewed
}

/**
 * A new access token instead of the one that was seen. Of several runs at once one does it, the others take what it got.
 * @throws CannotTell when the provider or the app does not answer
 */
export const renewed = (run: Run, seen: Stored): Promise<Stored | Outcome> =>
  alone(run, async () => {
    const now = readTokens(run.places.folder)
    if (!now) return notSignedIn
    return now.accessToken === seen.accessToken ? renew(run, now) : now
  })

/** `refresh`: also when the access token is good still. */
export async function refresh(run: Run): Promise<Outcome> {
  const seen = readTokens(run.places.folder)
  if (!seen) return notSignedIn
  const fresh = await renewed(run, seen)
  if (isOutcome(fresh)) return fresh
  const { accessTokenExpiresAt } = fresh
  const sentence = `Refreshed. The new access token is good until ${accessTokenExpiresAt}.`
  return { exit: 'done', code: 'refreshed', sentence, details: { accessTokenExpiresAt } }
}

/** The provider's access token as it is, or ours for it, bound to the key where there is one. */
export async function accessTokenFor(
  { app, kind }: Pick<Stored, 'app' | 'kind'>,
  tokens: ProviderTokens,
  prover: Prover | undefined,
): Promise<AccessToken | Refusal> {
  return kind === 'provider' ? tokens : exchange(app, tokens.accessToken, kind, prover)
}

/** What is to be stored of an access token that came at `now`. */
export const stamped = ({ accessToken, expiresInSeconds }: AccessToken, now: Date) => ({
  accessToken,
  accessTokenExpiresAt: new Date(now.getTime() + expiresInSeconds * 1000).toISOString(),
})

/** By the clock of this machine, without any tolerance: the API may see it otherwise, and then answers `expired`. */
export const isExpired = ({ accessTokenExpiresAt }: Stored, now: Date) =>
  now.toISOString() >= accessTokenExpiresAt

/** Whether it was done. Somebody who does not answer has not done it. */
async function wasDone(revoked: Promise<void | Refusal>): Promise<boolean> {
  try {
    return !isRefusal(await revoked)
  } catch (error) {
    if (error instanceof CannotTell) return false
    throw error
  }
}

/** The session of our token; a token of the provider has none here. */
export const sessionEnded = async ({ kind, app, accessToken }: Stored): Promise<boolean> =>
  kind === 'provider' || wasDone(revokeAtApp(app, accessToken))

/** What the person allowed at the provider, with its refresh tokens. */
export const grantEnded = ({ issuer, refreshToken }: Pick<Stored, 'issuer' | 'refreshToken'>) =>
  wasDone(discoverProvider({ issuer }).then((provider) => revokeAtProvider(provider, refreshToken)))
