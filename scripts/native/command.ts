import { parseArgs } from 'node:util'
import * as oidc from 'openid-client'
import { defaultTokenStrategy, isBound, tokenStrategyIds } from '@/lib/strategies'
import { LockHeld, withLock } from '@/lib/db/embedded/lock'
import { tokenKinds, type Stored, type Places, lockIn, prepareFolder } from './token-file'

export const help = `npm run native -- [command] [options]

  sign-in    (or nothing) sign in with your browser
  me         ask the API who you are; refreshes the access token when it has expired
  refresh    a new access token now
  sign-out   revoke, and delete the tokens here
  help       this

  --token=${tokenKinds.join('|')}
                 sign-in: what the API is called with: a token of ours, exchanged for the provider's, or the
                 provider's own (provider). Default: ${defaultTokenStrategy}
  --no-browser   sign-in: print the address, open nothing
  --json         one JSON object on standard output, for scripts

With --token=${tokenStrategyIds.filter(isBound).join(' or ')} the token is good only with a key. A program has only a file to keep a key in: whoever can
read your files can copy the key with the tokens. A browser keeps one that no script can copy.

Exit code: 0 done, 1 refused or not signed in, 2 wrong usage, 3 cannot tell (the app or the provider does not answer).`

const names = ['sign-in', 'me', 'refresh', 'sign-out', 'help'] as const

export type Command = {
  name: (typeof names)[number]
  kind: Stored['kind']
  browser: boolean
  json: boolean
}

const options = {
  token: { type: 'string' },
  'no-browser': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const among = <T extends string>(all: readonly T[], given: string) => all.find((one) => one === given)

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch {
    return undefined // its message repeats what was typed, which may be a secret in the wrong place
  }
}

/** @returns undefined when it is none: nothing of it may be repeated to the terminal */
export function commandIn(args: string[]): Command | undefined {
  const parsed = parse(args)
  if (!parsed || parsed.positionals.length > 1) return undefined
  const { token, json = false, help: asked, 'no-browser': noBrowser } = parsed.values
  const name = asked ? 'help' : among(names, parsed.positionals[0] ?? 'sign-in')
  const kind = among(tokenKinds, token ?? defaultTokenStrategy)
  const isMisplaced = name !== 'sign-in' && (token !== undefined || noBrowser !== undefined)
  return name && kind && !isMisplaced ? { name, kind, json, browser: !noBrowser } : undefined
}

/** How a command ended. What a script reads is the number and `code`; what a person reads is the sentence. */

export const exitCodes = { refused: 1, usage: 2, 'cannot tell': 3 } as const

type Said = {
  /** stable */
  code: string
  sentence: string
  /** more of it, for `--json`. Never a token. */
  details?: Record<string, unknown>
}
export type Failed = { ok: false; exit: keyof typeof exitCodes } & Said
export type CommandResult = ({ ok: true } & Said) | Failed

/** @param code stable: scripts read it
 *  @param sentence for people, without a token */
export const refused = (code: string, sentence: string): Failed => ({
  ok: false,
  exit: 'refused',
  code,
  sentence,
})

export const notSignedIn = refused('not_signed_in', 'Nobody is signed in here: run `npm run native` first.')

/** Somebody who has to be asked does not answer, or not as they should: `message` is one sentence. */
export class CannotTell extends Error {}

/** What every command is given. */
export type CommandContext = {
  places: Places
  clock: () => Date
  /** tells the person what is going on, beside the result */
  say: (line: string) => void
}

/** Longer than a refresh of somebody else can take: three requests. */
const lockTimeoutMs = 20_000

/** Does the work while no other run of this program changes the tokens.
 *  @throws CannotTell when another one is at it for long: a sign-in that waits for its person */
export async function alone<T>({ places: { folder } }: CommandContext, work: () => Promise<T>): Promise<T> {
  prepareFolder(folder)
  try {
    return await withLock(lockIn(folder), work, lockTimeoutMs)
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error
    throw new CannotTell('Another run of this program is at work, a sign-in perhaps: try again when it ends.')
  }
}

/** `code`: the error code of OAuth, or `unbelievable` when the answer fails a check of ours */
export type OAuthRefusal = { ok: false; code: string }

/** seconds that anybody has for an answer */
export const timeoutSeconds = 5

/** The answer was there, and fails a check: state, iss, nonce, audience, time, signature. */
const isUnbelievable = (code: string | undefined) =>
  /^OAUTH_(INVALID_RESPONSE|JWT_|KEY_SELECTION|UNSUPPORTED_)/.test(code ?? '')

function codeOf(error: unknown): string | undefined {
  if (error instanceof oidc.AuthorizationResponseError) return error.error
  if (error instanceof oidc.ResponseBodyError && error.status < 500) return error.error
  if (error instanceof oidc.WWWAuthenticateChallengeError && error.status < 500) return 'invalid_client'
  return error instanceof oidc.ClientError && isUnbelievable(error.code) ? 'unbelievable' : undefined
}

const isOutage = (error: unknown) =>
  error instanceof oidc.ClientError ||
  error instanceof oidc.ResponseBodyError ||
  error instanceof oidc.WWWAuthenticateChallengeError ||
  (error instanceof TypeError && error.message === 'fetch failed') ||
  (error instanceof DOMException && error.name === 'TimeoutError')

/** Separates what the library throws. Nothing of an answer goes into a message: there may be a token in it.
 *  @param who for people, at the beginning of a sentence
 *  @throws CannotTell for silence, disorder and faults on the other side */
export async function answered<T>(
  who: string,
  answer: Promise<T>,
): Promise<{ ok: true; value: T } | OAuthRefusal> {
  try {
    return { ok: true, value: await answer }
  } catch (error) {
    const code = codeOf(error)
    if (code !== undefined) return { ok: false, code }
    if (isOutage(error))
      throw new CannotTell(`${who} does not answer as it should: is \`npm start\` running?`)
    throw error
  }
}
