import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv as parseFile } from 'node:util'
import { EnvError, parseEnv, type Env } from '@/lib/env'
import { isLoopbackUrl } from '@/lib/loopback'
import type { Secrets } from './secrets'
import { LaunchError } from './service'

/** What a start is told beside its variables. */
export type Flags = {
  /** reload as one types */
  dev: boolean
  /** serve https on localhost, with a certificate of its own */
  https: boolean
}

/** @throws LaunchError naming the first argument that is none of ours */
export function parseFlags(args: readonly string[]): Flags {
  const unknown = args.find((arg) => !['--dev', '--https'].includes(arg))
  if (unknown !== undefined)
    throw new LaunchError(
      `${JSON.stringify(unknown)} is unknown: there is --https, without a value; all else is set by variables (.env.example).`,
    )
  return { dev: args.includes('--dev'), https: args.includes('--https') }
}

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
function withDefaults(given: Variables, { dev, https }: Flags): Variables {
  return {
    AUTH_URL: `${https ? 'https' : 'http'}://localhost:${given.PORT ?? 3000}`,
    ...given,
    NODE_ENV: dev ? 'development' : 'production',
    DATA_DIR: path.resolve(given.DATA_DIR ?? '.data'),
  }
}

/** Checks what was given before anything is written or started.
 *  @throws EnvError naming the first wrong variable */
export function checkSettings(given: Variables, flags: Flags): Env {
  if (given.DIRECT_DATABASE_URL && !given.DATABASE_URL)
    throw new EnvError('DIRECT_DATABASE_URL is needed only together with DATABASE_URL: remove it.')
  const variables: Variables = { ...pending, ...withDefaults(given, flags) }
  if (given.NODE_ENV) variables.NODE_ENV = given.NODE_ENV
  const settings = parseEnv(variables)
  if (flags.https && !(settings.https && isLoopbackUrl(settings.AUTH_URL)))
    throw new EnvError('AUTH_URL must be https on localhost where --https is given: remove one of the two.')
  return settings
}

/** The complete environment of the app and its provider. */
export function childVariables(
  given: Variables,
  flags: Flags,
  secrets: Secrets,
  databaseUrl: string,
): Variables {
  const { AUTH_SECRET, LOCAL_PROVIDER_SECRET } = secrets
  const complete = {
    AUTH_SECRET,
    LOCAL_PROVIDER_SECRET,
    ...withDefaults(given, flags),
    DATABASE_URL: databaseUrl,
  }
  const { LAB, PORT, HOST, OIDC_PORT } = parseEnv(complete)
  return { ...complete, HOST, LAB: LAB ? 'on' : 'off', PORT: String(PORT), OIDC_PORT: String(OIDC_PORT) }
}
