import { exchange, type AccessToken } from './app'
import type { Refusal } from './asked'
import type { ProviderTokens } from './provider'
import type { Stored } from './token-file'

/** The provider's access token as it is, or ours for it. */
export async function accessTokenFor(
  { app, kind }: Pick<Stored, 'app' | 'kind'>,
  tokens: ProviderTokens,
): Promise<AccessToken | Refusal> {
  return kind === 'provider' ? tokens : exchange(app, tokens.accessToken, kind)
}

/** What is to be stored of an access token that came at `now`. */
export const stamped = ({ accessToken, expiresInSeconds }: AccessToken, now: Date) => ({
  accessToken,
  accessTokenExpiresAt: new Date(now.getTime() + expiresInSeconds * 1000).toISOString(),
})

export const isExpired = ({ accessTokenExpiresAt }: Stored, now: Date) =>
  now.toISOString() >= accessTokenExpiresAt
