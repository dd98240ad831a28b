import { isExpired } from './access-token'
import { whoIs, type Anonymous, type Authenticated } from './app'
import { notSignedIn, refused, type Outcome } from './outcome'
import { isOutcome, renewed } from './refresh'
import type { Run } from './run'
import { readTokens, type Stored } from './token-file'

export const whoItIs = ({ user, strategy, provider, expiresAt }: Authenticated) =>
  `${user.name ?? 'Nameless'} (${user.email}), role ${user.role}: ${strategy} token, through ${provider}, good until ${expiresAt}.`

const turnedAway = ({ because }: Anonymous) =>
  refused(because, `The app refuses the access token (${because}): run \`npm run native\` to sign in again.`)

function said(state: Authenticated | Anonymous): Outcome {
  if (state.status === 'anonymous') return turnedAway(state)
  return { exit: 'done', code: 'signed_in', sentence: whoItIs(state), details: { state } }
}

async function afterRenewal(run: Run, seen: Stored): Promise<Outcome> {
  run.say('The access token has expired: refreshing.')
  const fresh = await renewed(run, seen)
  return isOutcome(fresh) ? fresh : said(await whoIs(fresh.app, fresh.accessToken))
}

/** `me`: asks the API. A token that has expired is renewed, once; one that was revoked is not. */
export async function me(run: Run): Promise<Outcome> {
  const stored = readTokens(run.places.folder)
  if (!stored) return notSignedIn
  if (isExpired(stored, run.clock())) return afterRenewal(run, stored)
  const state = await whoIs(stored.app, stored.accessToken)
  const isLate = state.status === 'anonymous' && state.because === 'expired' // our clock is behind
  return isLate ? afterRenewal(run, stored) : said(state)
}
