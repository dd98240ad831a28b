import 'server-only'
import { z } from 'zod'
import { hasBlockedPort, isBlockedPort } from './blocked-ports'
import { databaseUrl } from './database-url'
import { isLoopbackUrl, isSecureUrl } from './loopback'
import { cookieStrategyIds } from './strategies'

/** Every variable the app reads, with its default. `.env.example` says the same in prose; a test keeps them equal. */

const seconds = (fallback: number, least = 1) => z.coerce.number().int().min(least).default(fallback)

const port = (fallback: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(65535)
    .refine((value) => !isBlockedPort(value), 'is a port that browsers and fetch refuse: choose another')
    .default(fallback)
const count = (fallback: number, least = 1) => z.coerce.number().int().min(least).default(fallback)
const blankIsAbsent = (value: unknown) => (value === '' ? undefined : value)

const placeholder = /change.?me|replace|placeholder|example|secret|password|your[-_ ]/i

/** At least 32 bytes, and not a word that somebody meant to replace. Entropy itself cannot be measured. */
const secret = z
  .string()
  .refine(
    (value) => Buffer.byteLength(value) >= 32,
    'must be at least 32 bytes: `openssl rand -base64 33` makes one',
  )
  .refine(
    (value) => !placeholder.test(value) && new Set(value).size >= 12,
    'looks like a placeholder: make a random one',
  )

/** Of a server that browsers or `fetch` go to. A database or a mail server is asked without them: any port will do. */
const httpUrl = (error: string) =>
  z
    .url({ protocol: /^https?$/, error, abort: true })
    .refine((value) => !hasBlockedPort(value), 'has a port that browsers and fetch refuse: choose another')

const origin = httpUrl('must be an http(s) URL').refine((value) => {
  const url = new URL(value)
  return url.pathname === '/' && !url.search && !url.hash && !url.username
}, 'must be an origin, without path, query or user')

/** Of an OpenID Provider, compared character by character with what it calls itself (OIDC Discovery §4.3). */
const issuer = httpUrl('must be an https URL')
  .refine(isSecureUrl, 'must be https outside localhost')
  .refine((value) => !/[?#]/.test(value), 'must be an issuer, without query or fragment')

const words = z.string().trim().min(1).max(300)

/** Providers whose issuer is one's own tenant, and those that have one for everybody. */
const tenants = ['AUTH_MICROSOFT_ENTRA_ID', 'AUTH_KEYCLOAK', 'AUTH_AUTH0', 'AUTH_OKTA'] as const
const worldwide = ['AUTH_GOOGLE', 'AUTH_GITHUB'] as const

const forEach = <Name extends string, Suffix extends string, Schema>(
  names: readonly Name[],
  suffix: Suffix,
  schema: Schema,
) =>
  Object.fromEntries(names.map((name) => [`${name}_${suffix}`, schema])) as Record<
    `${Name}_${Suffix}`,
    Schema
  >

/** Exact origins with commas between, as a browser sends them; none by default. */
const origins = z
  .string()
  .transform((list) => list.split(',').map((entry) => entry.trim()))
  .pipe(z.array(origin.refine((value) => new URL(value).origin === value, 'must list origins exactly')))
  .default([])

/** Of RFC 6797 §6.1: one max-age, and what may stand beside it. A directive that is misspelt would be ignored by browsers. */
function isStrictTransportSecurity(value: string): boolean {
  const directives = value.split(';').map((directive) => directive.trim().toLowerCase())
  const [age = '', ...others] = directives
  const isKnown = others.every((name) => ['includesubdomains', 'preload'].includes(name))
  return /^max-age=\d{1,10}$/.test(age) && isKnown && new Set(others).size === others.length
}

const hsts = z
  .string()
  .trim()
  .refine(
    (value) => value === 'off' || isStrictTransportSecurity(value),
    'must be "off" or like "max-age=63072000; includeSubDomains"',
  )

/** Two years, as ASVS 5.0 3.4.1 wants. Binds every host below the one of AUTH_URL as well. */
const hstsDefault = 'max-age=63072000; includeSubDomains'

/** An access token cannot be taken back: nobody may make it last longer than this. */
export const accessTokenMaxSeconds = 5 * 60
const day = 24 * 60 * 60

const variables = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  PORT: port(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  OIDC_PORT: port(4000),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: databaseUrl,
  DIRECT_DATABASE_URL: databaseUrl.optional(),
  DATABASE_POOL_SIZE: count(10),
  SESSION_CACHE: z.coerce.number().int().min(0).optional(),
  AUTH_URL: origin,
  AUTH_SECRET: secret,
  AUTH_DEBUG: z.string().optional(),
  AUTH_STRATEGY: z
    .enum(cookieStrategyIds, `must be ${cookieStrategyIds.map((id) => `"${id}"`).join(' or ')}`)
    .default('database'),
  LAB: z.enum(['on', 'off'], 'must be "on" or "off"').optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' }).optional(),
  MAIL_FROM: z
    .string()
    .min(3)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
    .default('Bothways <no-reply@localhost>'),
  TRUSTED_PROXIES: count(0, 0),
  KEEP_ALIVE_SECONDS: z.coerce.number().int().min(1).max(3600).default(75),
  HSTS: hsts.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).optional(),
  SECURITY_CONTACT: z
    .url({ protocol: /^(https|mailto|tel)$/, error: 'must be an https:, mailto: or tel: URL' })
    .regex(/^[!-~]+$/, 'must be an https:, mailto: or tel: URL, percent-encoded')
    .optional(),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']).default('info'),
  LOCAL_PROVIDER_SECRET: secret,
  OIDC_GENERIC_ISSUER: issuer.optional(),
  OIDC_GENERIC_CLIENT_ID: words.optional(),
  OIDC_GENERIC_CLIENT_SECRET: words.optional(),
  OIDC_GENERIC_AUTH_METHOD: z
    .enum(
      ['client_secret_basic', 'client_secret_post'],
      'must be "client_secret_basic" or "client_secret_post"',
    )
    .optional(),
  OIDC_GENERIC_NAME: words.optional(),
  ...forEach([...tenants, ...worldwide], 'ID', words.optional()),
  ...forEach([...tenants, ...worldwide], 'SECRET', words.optional()),
  ...forEach(tenants, 'ISSUER', issuer.optional()),
  OIDC_TIMEOUT_MS: z.coerce.number().int().min(100).max(5_000).default(5000),
  OIDC_KEEP: z.enum(['claims', 'id-token'], 'must be "claims" or "id-token"').default('claims'),
  SESSION_IDLE_SECONDS: seconds(60 * 60),
  SESSION_ABSOLUTE_SECONDS: seconds(24 * 60 * 60),
  JWT_TTL_SECONDS: seconds(10 * 60),
  BOUND_COOKIE_SECONDS: seconds(5 * 60, 2 * 60),
  ACCESS_TOKEN_TTL_SECONDS: seconds(accessTokenMaxSeconds).refine(
    (value) => value <= accessTokenMaxSeconds,
    `must be at most ${accessTokenMaxSeconds}`,
  ),
  ACCESS_TOKEN_ALG: z.enum(['ES256', 'EdDSA'], 'must be "ES256" or "EdDSA"').default('ES256'),
  DPOP_NONCE: z.enum(['off', 'token', 'always'], 'must be "off", "token" or "always"').default('token'),
  REFRESH_ABSOLUTE_SECONDS: seconds(day),
  REFRESH_GRACE_SECONDS: z.coerce.number().int().min(0).max(60).default(0),
  SIGNING_KEY_ROTATION_SECONDS: seconds(30 * day, 60 * 60),
  INTROSPECTION_CLIENT_ID: z.string().min(1).optional(),
  INTROSPECTION_CLIENT_SECRET: z.string().min(16, 'must be at least 16 characters').optional(),
  CORS_ORIGINS: origins,
  VERIFY_EMAIL_SECONDS: seconds(24 * 60 * 60),
  RESET_PASSWORD_SECONDS: seconds(30 * 60),
  RATE_LIMIT_SIGN_IN_PER_ACCOUNT: count(10),
  RATE_LIMIT_SIGN_IN_PER_ADDRESS: count(100),
  RATE_LIMIT_SIGN_IN_OVERALL: count(5000),
  RATE_LIMIT_MAIL_PER_ACCOUNT: count(5),
  RATE_LIMIT_MAIL_PER_ADDRESS: count(50),
  PASSWORD_HASH_COST: z.coerce.number().int().min(10).max(16).default(12),
  PASSWORD_HASH_QUEUE: count(32),
})

/** All of a group, or none. */
const providerVariables = [
  ['OIDC_GENERIC_ISSUER', 'OIDC_GENERIC_CLIENT_ID'],
  ...tenants.map((name) => [`${name}_ID`, `${name}_SECRET`, `${name}_ISSUER`] as const),
  ...worldwide.map((name) => [`${name}_ID`, `${name}_SECRET`] as const),
] as const

/** Of "common" and its like the issuer differs from token to token: anybody's tenant would be let in. */
const entraTenant = /\/[\da-f]{8}-[\da-f-]{27}\/v2\.0$/

/**
 * What `Strict-Transport-Security` says, or null: never over http (RFC 6797 §7.2), and on localhost only where somebody
 * asked for it: a browser would hold every other port of the machine to https.
 */
function hstsFor(https: boolean, { HSTS, AUTH_URL }: { HSTS?: string | undefined; AUTH_URL: string }) {
  const value = HSTS ?? (isLoopbackUrl(AUTH_URL) ? 'off' : hstsDefault)
  return https && value !== 'off' ? value : null
}

/** How many sessions stay in memory. None in the lab: there people come to see each look-up. */
const sessionCacheDefault = 10_000

const settings = variables
  .transform((given) => {
    const url = new URL(given.AUTH_URL)
    const lab = given.LAB ? given.LAB === 'on' : isLoopbackUrl(given.AUTH_URL)
    const https = url.protocol === 'https:'
    const DIRECT_DATABASE_URL = given.DIRECT_DATABASE_URL ?? given.DATABASE_URL
    const HSTS = hstsFor(https, given)
    const SESSION_CACHE = given.SESSION_CACHE ?? (lab ? 0 : sessionCacheDefault)
    return { ...given, DIRECT_DATABASE_URL, SESSION_CACHE, AUTH_URL: url.origin, LAB: lab, https, HSTS }
  })
  .superRefine((given, ctx) => {
    const refuse = (name: string, message: string) => ctx.addIssue({ code: 'custom', path: [name], message })
    if (!given.LAB && !given.SMTP_URL) refuse('SMTP_URL', 'is needed when LAB=off: mail has nowhere to go')
    if (!isSecureUrl(given.AUTH_URL)) refuse('AUTH_URL', 'must be https outside localhost')
    if (given.PASSWORD_HASH_COST < 12 && !isLoopbackUrl(given.AUTH_URL))
      refuse('PASSWORD_HASH_COST', 'must be at least 12 outside localhost')
    if (given.AUTH_DEBUG) refuse('AUTH_DEBUG', 'prints passwords: remove it')
    for (const group of providerVariables)
      if (group.some((name) => given[name]))
        for (const name of group) if (!given[name]) refuse(name, `is needed together with ${group[0]}`)
    if (given.OIDC_GENERIC_AUTH_METHOD && !given.OIDC_GENERIC_CLIENT_SECRET)
      refuse('OIDC_GENERIC_CLIENT_SECRET', 'is needed together with OIDC_GENERIC_AUTH_METHOD')
    if (given.AUTH_MICROSOFT_ENTRA_ID_ISSUER && !entraTenant.test(given.AUTH_MICROSOFT_ENTRA_ID_ISSUER))
      refuse('AUTH_MICROSOFT_ENTRA_ID_ISSUER', 'must name one tenant: …/<tenant id>/v2.0, not "common"')
    if (given.SESSION_IDLE_SECONDS > given.SESSION_ABSOLUTE_SECONDS)
      refuse('SESSION_IDLE_SECONDS', 'must not exceed SESSION_ABSOLUTE_SECONDS')
    if (given.INTROSPECTION_CLIENT_ID && !given.INTROSPECTION_CLIENT_SECRET)
      refuse('INTROSPECTION_CLIENT_SECRET', 'is needed with INTROSPECTION_CLIENT_ID')
  })

export type Env = z.infer<typeof settings>
export const variableNames = Object.keys(variables.shape)

/** Thrown at start: `message` is one sentence that names the variable. */
export class EnvError extends Error {}

/** @throws EnvError naming the first wrong variable. Empty counts as absent. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(source).map(([name, value]) => [name, blankIsAbsent(value)]),
  )
  const parsed = settings.safeParse(given)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const name = String(issue?.path[0])
  throw new EnvError(
    given[name] === undefined && issue?.code !== 'custom'
      ? `${name} is not set.`
      : `${name} ${issue?.message}.`,
  )
}

let parsed: Env | undefined

/** The settings of this process, parsed at first use. */
export const env = (): Env => (parsed ??= parseEnv(process.env))

/** The environment of a process below this one. @param settings variables over ours; an empty one counts as absent */
export const environmentWith = (settings: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...settings,
})
