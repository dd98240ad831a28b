import type { Prover } from '@/lib/client'
import {
  type OAuthRefusal,
  notSignedIn,
  refused,
  type CommandResult,
  type Failed,
  CannotTell,
  alone,
  type CommandContext,
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
export const refusedProof = ({ code }: OAuthRefusal): Failed | undefined =>
  code === 'invalid_dpop_proof' ? unproven : undefined

/** The tokens, or what to tell the person where none were got. */
type Renewed = { ok: true; stored: Stored } | Failed

/**
 * The rotated refresh token is written before anything else can go wrong: the one before is spent. The key is read before
 * that, so that nothing is spent without it.
 */
async function renew({ places: { folder }, clock }: CommandContext, before: Stored): Promise<Renewed> {
  const prover = await proverFor(before, folder)
  const provider = await discoverProvider(before)
  const tokens = await refreshAtProvider(provider, before.refreshToken)
  if (!tokens.ok) return spent
  const { refreshToken } = tokens
  writeTokens(folder, { ...before, refreshToken })
  const access = await accessTokenFor(before, tokens, prover)
  if (!access.ok) return refusedProof(access) ?? unwelcome
  const renewed = { ...before, refreshToken, ...stamped(access, clock()) }
  writeTokens(folder, renewed)
  await sessionEnded(before) // if not now, then in the minutes that its token has left
  return { ok: true, stored: renewed }
}

/**
 * A new access token instead of the one that was seen. Of several runs at once one does it, the others take what it got.
 * @throws CannotTell when the provider or the app does not answer
 */
export const renewed = (context: CommandContext, seen: Stored): Promise<Renewed> =>
  alone(context, async () => {
    const now = readTokens(context.places.folder)
    if (!now) return notSignedIn
    return now.accessToken === seen.accessToken ? renew(context, now) : { ok: true, stored: now }
  })

/** `refresh`: also when the access token is good still. */
export async function refresh(context: CommandContext): Promise<CommandResult> {
  const seen = readTokens(context.places.folder)
  if (!seen) return notSignedIn
  const fresh = await renewed(context, seen)
  if (!fresh.ok) return fresh
  const { accessTokenExpiresAt } = fresh.stored
  const sentence = `Refreshed. The new access token is good until ${accessTokenExpiresAt}.`
  return { ok: true, code: 'refreshed', sentence, details: { accessTokenExpiresAt } }
}

/** The provider's access token as it is, or ours for it, bound to the key where there is one. */
export async function accessTokenFor(
  { app, kind }: Pick<Stored, 'app' | 'kind'>,
  tokens: ProviderTokens,
  prover: Prover | undefined,
): Promise<AccessToken | OAuthRefusal> {
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
async function wasDone(revoked: Promise<{ ok: boolean }>): Promise<boolean> {
  try {
    return (await revoked).ok
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
