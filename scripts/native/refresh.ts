import { accessTokenFor, stamped } from './access-token'
import { isRefusal } from './asked'
import { notSignedIn, refused, type Outcome } from './outcome'
import { discoverProvider, refreshAtProvider } from './provider'
import { sessionEnded } from './revoke'
import { alone, type Run } from './run'
import { readTokens, writeTokens, type Stored } from './token-file'

const spent = refused(
  'refresh_refused',
  'The provider gives nothing for the refresh token any more: run `npm run native` to sign in again.',
)
const unwelcome = refused(
  'not_accepted',
  'The app does not accept this person any more: the identity was removed there, or the account disabled.',
)

export const isOutcome = (result: Stored | Outcome): result is Outcome => 'exit' in result

/** The rotated refresh token is written before anything else can go wrong: the one before is spent. */
async function renew({ places: { folder }, clock }: Run, before: Stored): Promise<Stored | Outcome> {
  const provider = await discoverProvider(before)
  const tokens = await refreshAtProvider(provider, before.refreshToken)
  if (isRefusal(tokens)) return spent
  const { refreshToken } = tokens
  writeTokens(folder, { ...before, refreshToken })
  const access = await accessTokenFor(before, tokens)
  if (isRefusal(access)) return unwelcome
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
