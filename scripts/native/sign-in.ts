import { accessTokenFor, stamped, grantEnded, refusedProof } from './tokens'
import { checkApp, whoIs } from './app'
import { isRefusal, type Refusal, refused, type Outcome, alone, type Run } from './command'
import { keepKey, needsKey, newKey, proverWith } from './key-file'
import { openBrowser, listenForAnswer } from './loopback'
import { whoItIs, endStored } from './sign-out'
import {
  authorizationUrl,
  discoverProvider,
  newChecks,
  redeem,
  type Provider,
  type ProviderTokens,
} from './provider'
import { readTokens, writeTokens, type Stored } from './token-file'

export type SignInOptions = { kind: Stored['kind']; browser: boolean }

/** The provider's own pages wait ten; somebody who left comes back to a sentence. */
const timeoutMinutes = 5

const late = refused(
  'timed_out',
  `No answer came from the browser in ${timeoutMinutes} minutes. Nobody is signed in.`,
)
const stranger = (app: string) =>
  refused(
    'not_known_here',
    `The app knows nobody by that identity. Sign in once at ${app}/sign-in with "Continue with Local provider", then try again.`,
  )

function notAllowed({ refused: code }: Refusal): Outcome {
  if (code === 'access_denied') return refused(code, 'You did not allow it. Nobody is signed in.')
  if (code === 'unbelievable')
    return refused(code, 'The answer is not one that the provider gave to this program. Nobody is signed in.')
  return refused('provider_refused', `The provider refuses (${code}). Nobody is signed in.`)
}

/** Sends the person to the provider, and waits. */
async function ask({ places, say }: Run, provider: Provider, browser: boolean) {
  const checks = newChecks()
  const signal = AbortSignal.timeout(timeoutMinutes * 60_000)
  const { redirectUri, answer } = await listenForAnswer(checks.expectedState, signal)
  const url = await authorizationUrl(provider, redirectUri, places.app, checks)
  say(`Sign in with your browser, on this machine:\n\n${url.href}\n`)
  if (browser) openBrowser(url)
  const came = await answer.catch((error: Error) => {
    if (error.name !== 'TimeoutError') throw error
  })
  return came ? redeem(provider, came, checks) : undefined
}

/** With a new key each time, where the token is to be bound to one. */
async function enter(run: Run, kind: Stored['kind'], tokens: ProviderTokens): Promise<Outcome> {
  const { app, issuer, folder } = run.places
  const key = needsKey({ kind }) ? await newKey() : undefined
  const prover = key && (await proverWith(key, app))
  const access = await accessTokenFor({ app, kind }, tokens, prover)
  if (isRefusal(access)) return refusedProof(access) ?? stranger(app)
  const state = await whoIs(app, access.accessToken, prover)
  if (state.status === 'anonymous') return stranger(app)
  const { refreshToken } = tokens
  keepKey(folder, key)
  writeTokens(folder, { app, issuer, kind, refreshToken, ...stamped(access, run.clock()) })
  const sentence = `Signed in as ${whoItIs(state)}`
  return { exit: 'done', code: 'signed_in', sentence, details: { state } }
}

/** Stores what the provider gave, or gives it back. */
async function enterOrLetGo(run: Run, kind: Stored['kind'], tokens: ProviderTokens): Promise<Outcome> {
  let outcome: Outcome | undefined
  try {
    outcome = await enter(run, kind, tokens)
    return outcome
  } finally {
    if (outcome?.exit !== 'done') await grantEnded({ ...run.places, ...tokens })
  }
}

/**
 * `sign-in`: Authorization Code with PKCE in the system's browser. Whoever is signed in is signed out before: at the
 * provider both would be one grant, and to revoke one later would be to revoke the other.
 * @throws CannotTell when the provider or the app does not answer
 * @see RFC 8252
 */
export async function signIn(run: Run, { kind, browser }: SignInOptions): Promise<Outcome> {
  const { places } = run
  const [provider] = await Promise.all([discoverProvider(places), checkApp(places.app)])
  return alone(run, async () => {
    const before = readTokens(places.folder)
    const ended = before && (await endStored(run, before))
    if (ended && ended.exit !== 'done') return ended
    const tokens = await ask(run, provider, browser)
    if (!tokens) return late
    return isRefusal(tokens) ? notAllowed(tokens) : enterOrLetGo(run, kind, tokens)
  })
}
