import { revokeAtApp } from './app'
import { isRefusal, type Refusal } from './asked'
import { CannotTell } from './outcome'
import { discoverProvider, revokeAtProvider } from './provider'
import type { Stored } from './token-file'

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
