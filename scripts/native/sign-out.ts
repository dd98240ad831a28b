import { strategies } from '@/lib/strategies'
import { isExpired } from './access-token'
import { notSignedIn, type Outcome } from './outcome'
import { grantEnded, sessionEnded } from './revoke'
import { alone, type Run } from './run'
import { fileIn, readTokens, removeTokens, type Stored } from './token-file'

type Ended = { app: boolean; provider: boolean }

const isRefusedAtOnce = ({ kind }: Stored) => kind !== 'provider' && strategies[kind].endsAtOnce

/** What is still good for whoever has a copy: a signed token that nobody is asked about. */
const goesOnUntil = (stored: Stored, now: Date) =>
  isRefusedAtOnce(stored) || isExpired(stored, now) ? null : stored.accessTokenExpiresAt

function parts({ app, issuer, kind }: Stored, ended: Ended): [part: string, ended: boolean][] {
  const grant: [string, boolean] = [`the grant at ${issuer}, with its refresh tokens`, ended.provider]
  return kind === 'provider' ? [grant] : [[`the session at ${app}`, ended.app], grant]
}

const listed = (all: [string, boolean][], wanted: boolean) =>
  all
    .filter(([, ended]) => ended === wanted)
    .map(([part]) => part)
    .join('; ')

function signedOut(stored: Stored, ended: Ended, now: Date): Outcome {
  const until = goesOnUntil(stored, now)
  const rest = until
    ? `Not revoked: the ${stored.kind} access token, which nobody can take back; a copy of it is good until ${until}.`
    : 'The access token is refused from now on.'
  const sentence = `Signed out. Revoked: ${listed(parts(stored, ended), true)}. ${rest} The tokens are deleted here.`
  const details = { revoked: ended, accessTokenGoodUntil: until }
  return { exit: 'done', code: 'signed_out', sentence, details }
}

function notSignedOut(stored: Stored, ended: Ended, folder: string): Outcome {
  const all = parts(stored, ended)
  const done = listed(all, true)
  const sentence = `Not signed out. Not revoked: ${listed(all, false)}.${done && ` Revoked: ${done}.`} The tokens are kept, so that you can try again; to forget them all the same, remove ${fileIn(folder)}.`
  return { exit: 'cannot tell', code: 'not_signed_out', sentence, details: { revoked: ended } }
}

/** Revokes what is stored, and deletes it if that could be done whole. */
export async function endStored({ places: { folder }, clock }: Run, stored: Stored): Promise<Outcome> {
  const [app, provider] = await Promise.all([sessionEnded(stored), grantEnded(stored)])
  if (!app || !provider) return notSignedOut(stored, { app, provider }, folder)
  removeTokens(folder)
  return signedOut(stored, { app, provider }, clock())
}

/** `sign-out`: waits for a refresh that is under way, whose tokens would outlive it. */
export async function signOut(run: Run): Promise<Outcome> {
  if (!readTokens(run.places.folder)) return notSignedIn
  return alone(run, async () => {
    const stored = readTokens(run.places.folder)
    return stored ? endStored(run, stored) : notSignedIn
  })
}
