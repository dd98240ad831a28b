import path from 'node:path'
import { checkSettings, givenVariables, type Variables } from '../launch/settings'
import { LaunchError } from '../launch/launch-error'

export type Places = {
  /** origin of the app */
  app: string
  /** of the local provider */
  issuer: string
  /** where this program keeps its tokens: `DATA_DIR/native` */
  folder: string
}

/** Everything is where the start puts it with the same settings.
 *  @throws EnvError, LaunchError naming the variable */
export function placesBy(environment: Variables): Places {
  const { AUTH_URL, OIDC_PORT, DATA_DIR, LAB } = checkSettings(givenVariables(environment), false)
  if (!LAB) throw new LaunchError('LAB must be on: this program signs in at the local provider.')
  return {
    app: AUTH_URL,
    issuer: `http://localhost:${OIDC_PORT}`,
    folder: path.join(DATA_DIR, 'native'),
  }
}
