import path from 'node:path'
import { z } from 'zod'
import { tokenStrategyIds } from '@/lib/strategies'
import { checkSettings, givenVariables, type Variables } from '../launch/settings'
import { LaunchError } from '../launch/service'
import { keyFileIn } from './key-file'
import { preparePrivateFolder, readPrivateFile, removePrivateFile, writePrivateFile } from './private-file'

/** Which token the API is called with: ours, of a strategy of the table, or the provider's own. */
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

/** Where the tokens are kept. Does NOT check that the file is there, or that only its owner may read it. */
export const fileIn = (folder: string) => path.join(folder, 'tokens.json')
/** Held by whoever changes the tokens, see `alone` in command.ts. */
export const lockIn = (folder: string) => path.join(folder, 'tokens.lock')

const advice = 'others may know the tokens. Revoke them on the account page, remove it, and sign in again.'

/** Makes the folder, mode 700. The folder above it is left as it is: a database may have to get through.
 *  @throws TokenFileError when it is there and open to others */
export const prepareFolder = (folder: string) => preparePrivateFolder(folder, advice)

/** @returns undefined when nobody is signed in
 *  @throws TokenFileError when others could read it, when it is a link, somebody else's, or damaged */
export const readTokens = (folder: string): Stored | undefined =>
  readPrivateFile(fileIn(folder), stored, advice)

/** Whole or not at all. The folder is there, and ours. */
export const writeTokens = (folder: string, tokens: Stored) => writePrivateFile(fileIn(folder), tokens)

/** Forgets them and their key on this machine: nothing is revoked. No error where there are none. */
export function removeTokens(folder: string) {
  removePrivateFile(fileIn(folder))
  removePrivateFile(keyFileIn(folder))
}

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
