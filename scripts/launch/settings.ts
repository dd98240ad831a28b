import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv as parseFile } from 'node:util'
import { EnvError, parseEnv, type Env } from '@/lib/env'
import type { Secrets } from './secrets'

export type Variables = Record<string, string | undefined>

/** Stands for what only the start itself will know, while everything else is checked. */
const pending = {
  AUTH_SECRET: 'k3Qz8vX1mB6nW9sGhC4pLuE2aTq0dYxJ',
  LOCAL_PROVIDER_SECRET: 'k3Qz8vX1mB6nW9sGhC4pLuE2aTq0dYxJ',
  DATABASE_URL: 'postgresql://app@127.0.0.1/pending',
}

/** The environment over the file `.env`; empty counts as absent. */
export function givenVariables(environment: Variables, file = '.env'): Variables {
  const written = existsSync(file) ? parseFile(readFileSync(file, 'utf8')) : {}
  const given = Object.entries({ ...written, ...environment }).filter(([, value]) => value !== '')
  return Object.fromEntries(given)
}

/** What a start adds by itself where nothing was given. */
function withDefaults(given: Variables, dev: boolean): Variables {
  return {
    AUTH_URL: `http://localhost:${given.PORT ?? 3000}`,
    ...given,
    NODE_ENV: dev ? 'development' : 'production',
    DATA_DIR: path.resolve(given.DATA_DIR ?? '.data'),
  }
}

/** Checks what was given before anything is written or started.
 *  @throws EnvError naming the first wrong variable */
export function checkSettings(given: Variables, dev: boolean): Env {
  if (given.DIRECT_DATABASE_URL && !given.DATABASE_URL)
    throw new EnvError('DIRECT_DATABASE_URL is needed only together with DATABASE_URL: remove it.')
  const NODE_ENV = given.NODE_ENV
  return parseEnv({ ...pending, ...withDefaults(given, dev), ...(NODE_ENV && { NODE_ENV }) })
}

/** The complete environment of the app and its provider. */
export function childVariables(
  given: Variables,
  dev: boolean,
  secrets: Secrets,
  databaseUrl: string,
): Variables {
  const { AUTH_SECRET, LOCAL_PROVIDER_SECRET } = secrets
  const complete = {
    AUTH_SECRET,
    LOCAL_PROVIDER_SECRET,
    ...withDefaults(given, dev),
    DATABASE_URL: databaseUrl,
  }
  const { LAB, PORT, HOST, OIDC_PORT } = parseEnv(complete)
  return { ...complete, HOST, LAB: LAB ? 'on' : 'off', PORT: String(PORT), OIDC_PORT: String(OIDC_PORT) }
}
