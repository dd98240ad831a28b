import { accessTokenFor, stamped, grantEnded, refusedProof } from './tokens'
import { checkApp, whoIs } from './app'
import {
  type OAuthRefusal,
  refused,
  type CommandResult,
  type Failed,
  alone,
  type CommandContext,
} from './command'
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

function notAllowed({ code }: OAuthRefusal): Failed {
  if (code === 'access_denied') return refused(code, 'You did not allow it. Nobody is signed in.')
  if (code === 'unbelievable')
    return refused(code, 'The answer is not one that the provider gave to this program. Nobody is signed in.')
  return refused('provider_refused', `The provider refuses (${code}). Nobody is signed in.`)
}

/** Sends the person to the provider, and waits. */
async function ask(
  { places, say }: CommandContext,
  provider: Provider,
  browser: boolean,
): Promise<ProviderTokens | Failed> {
  const checks = newChecks()
  const signal = AbortSignal.timeout(timeoutMinutes * 60_000)
  const { redirectUri, answer } = await listenForAnswer(checks.expectedState, signal)
  const url = await authorizationUrl(provider, redirectUri, places.app, checks)
  say(`Sign in with your browser, on this machine:\n\n${url.href}\n`)
  if (browser) openBrowser(url)
  const came = await answer.catch((error: Error) => {
    if (error.name !== 'TimeoutError') throw error
  })
  if (!came) return late
  const tokens = await redeem(provider, came, checks)
  return tokens.ok ? tokens : notAllowed(tokens)
}

/** With a new key each time, where the token is to be bound to one. */
async function enter(
  { places, clock }: CommandContext,
  kind: Stored['kind'],
  tokens: ProviderTokens,
): Promise<CommandResult> {
  const { app, issuer, folder } = places
  const key = needsKey({ kind }) ? await newKey() : undefined
  const prover = key && (await proverWith(key, app))
  const access = await accessTokenFor({ app, kind }, tokens, prover)
  if (!access.ok) return refusedProof(access) ?? stranger(app)
  const state = await whoIs(app, access.accessToken, prover)
  if (state.status === 'anonymous') return stranger(app)
  const { refreshToken } = tokens
  keepKey(folder, key)
  writeTokens(folder, { app, issuer, kind, refreshToken, ...stamped(access, clock()) })
  const sentence = `Signed in as ${whoItIs(state)}`
  return { ok: true, code: 'signed_in', sentence, details: { state } }
}

/** Stores what the provider gave, or gives it back. */
async function enterOrLetGo(
  context: CommandContext,
  kind: Stored['kind'],
  tokens: ProviderTokens,
): Promise<CommandResult> {
  const letGo = () => grantEnded({ ...context.places, ...tokens })
  const entered = await enter(context, kind, tokens).catch(async (error: unknown) => {
    await letGo()
    throw error
  })
  if (!entered.ok) await letGo()
  return entered
}

/**
 * `sign-in`: Authorization Code with PKCE in the system's browser. Whoever is signed in is signed out before: at the
 * provider both would be one grant, and to revoke one later would be to revoke the other.
 * @throws CannotTell when the provider or the app does not answer
 * @see RFC 8252
 */
export async function signIn(
  context: CommandContext,
  { kind, browser }: SignInOptions,
): Promise<CommandResult> {
  const { places } = context
  const [provider] = await Promise.all([discoverProvider(places), checkApp(places.app)])
  return alone(context, async () => {
    const before = readTokens(places.folder)
    const ended = before && (await endStored(context, before))
    if (ended && !ended.ok) return ended
    const tokens = await ask(context, provider, browser)
    return tokens.ok ? enterOrLetGo(context, kind, tokens) : tokens
  })
}
