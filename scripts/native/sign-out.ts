import { strategies } from '@/lib/strategies'
import { isExpired, grantEnded, sessionEnded, renewed } from './tokens'
import { notSignedIn, type CommandResult, type Failed, alone, type CommandContext, refused } from './command'
import { keyFileIn, needsKey, proverFor } from './key-file'
import { fileIn, readTokens, removeTokens, type Stored } from './token-file'
import { whoIs, type Anonymous, type Authenticated } from './app'

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

const restOf = (until: string, onlyWithKey: boolean) =>
  onlyWithKey
    ? `a copy of it is good until ${until} for whoever has a copy of the key, too.`
    : `a copy of it is good until ${until}.`

function signedOut(stored: Stored, ended: Ended, now: Date): CommandResult {
  const until = goesOnUntil(stored, now)
  const onlyWithKey = needsKey(stored)
  const rest = until
    ? `Not revoked: the ${stored.kind} access token, which nobody can take back; ${restOf(until, onlyWithKey)}`
    : 'The access token is refused from now on.'
  const deleted = onlyWithKey ? 'The tokens and the key are' : 'The tokens are'
  const sentence = `Signed out. Revoked: ${listed(parts(stored, ended), true)}. ${rest} ${deleted} deleted here.`
  const details = { revoked: ended, accessTokenGoodUntil: until, onlyWithKey }
  return { ok: true, code: 'signed_out', sentence, details }
}

function notSignedOut(stored: Stored, ended: Ended, folder: string): Failed {
  const all = parts(stored, ended)
  const done = listed(all, true)
  const files = needsKey(stored) ? `${fileIn(folder)} and ${keyFileIn(folder)}` : fileIn(folder)
  const sentence = `Not signed out. Not revoked: ${listed(all, false)}.${done && ` Revoked: ${done}.`} The tokens are kept, so that you can try again; to forget them all the same, remove ${files}.`
  return { ok: false, exit: 'cannot tell', code: 'not_signed_out', sentence, details: { revoked: ended } }
}

/** Revokes what is stored, and deletes it if that could be done whole. It needs no key: also one that was lost is left behind. */
export async function endStored(
  { places: { folder }, clock }: CommandContext,
  stored: Stored,
): Promise<CommandResult> {
  const [app, provider] = await Promise.all([sessionEnded(stored), grantEnded(stored)])
  if (!app || !provider) return notSignedOut(stored, { app, provider }, folder)
  removeTokens(folder)
  return signedOut(stored, { app, provider }, clock())
}

/** `sign-out`: waits for a refresh that is under way, whose tokens would outlive it. */
export async function signOut(context: CommandContext): Promise<CommandResult> {
  if (!readTokens(context.places.folder)) return notSignedIn
  return alone(context, async () => {
    const stored = readTokens(context.places.folder)
    return stored ? endStored(context, stored) : notSignedIn
  })
}

/** The API's answer as a line for the terminal; `expiresAt` stays ISO 8601. No token is in it. */
export const whoItIs = ({ user, strategy, provider, expiresAt }: Authenticated) =>
  `${user.name ?? 'Nameless'} (${user.email}), role ${user.role}: ${strategy} token, through ${provider}, good until ${expiresAt}.`

const turnedAway = ({ because }: Anonymous) =>
  refused(because, `The app refuses the access token (${because}): run \`npm run native\` to sign in again.`)

function said(state: Authenticated | Anonymous): CommandResult {
  if (state.status === 'anonymous') return turnedAway(state)
  return { ok: true, code: 'signed_in', sentence: whoItIs(state), details: { state } }
}

/** @throws TokenFileError when the key is not kept as it should be */
const asked = async ({ places: { folder } }: CommandContext, stored: Stored) =>
  whoIs(stored.app, stored.accessToken, await proverFor(stored, folder))

async function afterRenewal(context: CommandContext, seen: Stored): Promise<CommandResult> {
  context.say('The access token has expired: refreshing.')
  const fresh = await renewed(context, seen)
  return fresh.ok ? said(await asked(context, fresh.stored)) : fresh
}

/** `me`: asks the API. A token that has expired is renewed, once; one that was revoked is not. */
export async function me(context: CommandContext): Promise<CommandResult> {
  const stored = readTokens(context.places.folder)
  if (!stored) return notSignedIn
  if (isExpired(stored, context.clock())) return afterRenewal(context, stored)
  const state = await asked(context, stored)
  const isLate = state.status === 'anonymous' && state.because === 'expired' // our clock is behind
  return isLate ? afterRenewal(context, stored) : said(state)
}
