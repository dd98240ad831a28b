import 'server-only'
import pino, { type DestinationStream, type Logger } from 'pino'
import { env } from './env'
import { oncePerProcess } from './once-per-process'

const secretNames = [
  ...[
    'authorization',
    'cookie',
    'set-cookie',
    'setCookie',
    'deviceCookie',
    'password',
    'currentPassword',
    'newPassword',
  ],
  ...[
    'passwordHash',
    'token',
    'accessToken',
    'access_token',
    'refreshToken',
    'refresh_token',
    'idToken',
    'id_token',
  ],
  ...[
    'code',
    'codeHash',
    'tokenHash',
    'codeVerifier',
    'code_verifier',
    'secret',
    'clientSecret',
    'client_secret',
  ],
]
const redactedPaths = secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])

const textMax = 500

/** Controls, line and paragraph separators, direction overrides: what could forge a line in some viewer. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
const plain = (text: string) => text.slice(0, textMax).replace(unprintable, escaped)

export type Fields = Record<string, string | number | boolean | null | undefined>

const plainFields = (fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? plain(value) : value]),
  )

/** @param destination stdout, unless a test says otherwise */
export function createLog(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, censor: '[redacted]' },
    },
    destination,
  )
}

/** The log of this process, at the level that the settings name. @throws EnvError at the first use, where they are wrong */
export const processLog = oncePerProcess('log', () => createLog(env().LOG_LEVEL))

/**
 * One line of JSON about something that happened (ASVS 16.3): `when` is the line's own time, the rest is in `fields`.
 * @param event dotted, e.g. 'sign_in.refused'
 * @param fields who (`userId`, or `account`: a digest of the address that was tried; `address`; `device`) and `result`.
 *   Never a password, token, cookie or header: known names are redacted, but a secret under another name is not found
 */
export const logEvent = (event: string, fields: Fields) =>
  processLog().info({ event, ...plainFields(fields) })

/** Long runs of base64url are tokens and digests more often than words. */
const withoutTokens = (text: string) => text.replace(/[\w-]{32,}/g, '[redacted]')

/** Prisma repeats the arguments of a refused query in its message, password hashes among them. */
const messageOf = (error: Error) =>
  error.name.startsWith('PrismaClientValidation') ? '' : withoutTokens(error.message)

const framesOf = ({ stack }: Error) =>
  (stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8)

function described(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error }
  const { code } = error as { code?: unknown }
  return {
    error: error.name,
    errorCode: typeof code === 'string' ? code : null,
    message: messageOf(error),
    at: framesOf(error)
      .map((frame) => frame.trim())
      .join(' < '),
  }
}

/** Something failed that should not have: the kind of error, its code, a message without tokens, where from. */
export const logFailure = (event: string, error: unknown, fields: Fields = {}) =>
  processLog().error({ event, ...plainFields({ ...fields, ...described(error) }) })
