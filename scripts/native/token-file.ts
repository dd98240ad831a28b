import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  type Stats,
} from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { tokenStrategyIds } from '@/lib/strategies'
import { checkSettings, givenVariables, type Variables } from '../launch/settings'
import { LaunchError } from '../launch/service'

/** Which token the API is called with: ours, of one of the strategies, or the provider's own. */
export const tokenKinds = [...tokenStrategyIds, 'provider'] as const

const stored = z.strictObject({
  /** where the access token is good, and the only place that it is sent to */
  app: z.url(),
  /** where the refresh token is good */
  issuer: z.url(),
  kind: z.enum(tokenKinds),
  accessToken: z.string().min(1),
  accessTokenExpiresAt: z.iso.datetime(),
  /** the provider's; single use */
  refreshToken: z.string().min(1),
})

export type Stored = z.infer<typeof stored>

/** The tokens are not kept as they should be: `message` is one sentence. */
export class TokenFileError extends Error {}

/** Where the tokens are kept. Does NOT check that the file is there, or that only its owner may read it. */
export const fileIn = (folder: string) => path.join(folder, 'tokens.json')
/** Held by whoever changes the tokens, see `alone` in command.ts. */
export const lockIn = (folder: string) => path.join(folder, 'tokens.lock')

/** Ours, and nobody else's to read or write. */
function insist(what: string, { mode, uid }: Stats, asIs: boolean) {
  if (asIs && uid === process.getuid?.() && (mode & 0o077) === 0) return
  throw new TokenFileError(
    `${what} must belong to you and be open to you alone (its mode is ${(mode & 0o777).toString(8)}): others may know the tokens. Revoke them on the account page, remove it, and sign in again.`,
  )
}

function insistOnFolder(folder: string) {
  const stats = lstatSync(folder)
  insist(folder, stats, stats.isDirectory())
}

/** Makes the folder, mode 700. The folder above it is left as it is: a database may have to get through.
 *  @throws TokenFileError when it is there and open to others */
export function prepareFolder(folder: string) {
  mkdirSync(path.dirname(folder), { recursive: true })
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  insistOnFolder(folder)
}

function open(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new TokenFileError(`${file} cannot be read (${code}).`)
  }
}

function parsed(file: string, text: string): Stored {
  try {
    return stored.parse(JSON.parse(text))
  } catch {
    throw new TokenFileError(`${file} is damaged: remove it, and sign in again.`)
  }
}

/** @returns undefined when nobody is signed in
 *  @throws TokenFileError when others could read it, when it is a link, somebody else's, or damaged */
export function readTokens(folder: string): Stored | undefined {
  const file = fileIn(folder)
  const handle = open(file)
  if (handle === undefined) return undefined
  try {
    insistOnFolder(folder)
    const stats = fstatSync(handle)
    insist(file, stats, stats.isFile())
    return parsed(file, readFileSync(handle, 'utf8'))
  } finally {
    closeSync(handle)
  }
}

/** Whole or not at all. The folder is there, and ours. */
export function writeTokens(folder: string, tokens: Stored) {
  const unfinished = `${fileIn(folder)}.${process.pid}`
  rmSync(unfinished, { force: true })
  writeFileSync(unfinished, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(unfinished, fileIn(folder))
}

/** Forgets them on this machine: nothing is revoked. No error where there are none. */
export const removeTokens = (folder: string) => rmSync(fileIn(folder), { force: true })

export type Places = {
  /** origin of the app */
  app: string
  /** of the local provider */
  issuer: string
  /** where this program keeps its tokens: `DATA_DIR/native` */
  folder: string
}

/** AUTH_URL says whether the app is reached by https. */
const flags = { dev: false, https: false }

/** Everything is where the start puts it with the same settings.
 *  @throws EnvError, LaunchError naming the variable */
export function placesBy(environment: Variables): Places {
  const { AUTH_URL, OIDC_PORT, DATA_DIR, LAB } = checkSettings(givenVariables(environment), flags)
  if (!LAB) throw new LaunchError('LAB must be on: this program signs in at the local provider.')
  return {
    app: AUTH_URL,
    issuer: `http://localhost:${OIDC_PORT}`,
    folder: path.join(DATA_DIR, 'native'),
  }
}
