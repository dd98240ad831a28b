import { z } from 'zod'
import { strategyIds } from '@/lib/strategies'
import { role } from './fields'

/** What the API answers: the shapes of CONTRACT, for the OpenAPI document and for the tests that hold us to them. */

export const instant = z.iso.datetime().meta({ description: 'ISO 8601, UTC' })

/** Canonical. What `<input type=email>` accepts, and nothing narrower: it is in the OpenAPI document. */
const email = z.email({ pattern: z.regexes.html5Email })

export const user = z.strictObject({ id: z.uuid(), email, name: z.string().nullable(), role })

export const authenticatedState = z
  .strictObject({
    status: z.literal('authenticated'),
    strategy: z.enum(strategyIds),
    user,
    authenticatedAt: instant,
    expiresAt: instant,
    absoluteExpiresAt: instant,
    provider: z.string().meta({ description: "'credentials', or the id of an OpenID Provider" }),
  })
  .meta({ title: 'Authenticated' })

export const anonymousState = z
  .strictObject({
    status: z.literal('anonymous'),
    because: z.enum(['absent', 'malformed', 'expired', 'revoked']),
  })
  .meta({ title: 'Anonymous' })

export const unavailableState = z
  .strictObject({ status: z.literal('unavailable') })
  .meta({ title: 'Unavailable' })

export const strategySet = z.union([authenticatedState, anonymousState])

export const sessions = z.strictObject({
  sessions: z.array(
    z.strictObject({
      id: z.uuid(),
      strategy: z.enum(strategyIds),
      device: z.string(),
      createdAt: instant,
      lastUsedAt: instant,
      expiresAt: instant,
      current: z.boolean(),
    }),
  ),
})

/** https://www.w3.org/TR/dbsc/#format-session-instructions */
export const sessionInstructions = z.union([
  z.strictObject({
    session_identifier: z.uuid(),
    refresh_url: z.string(),
    scope: z.strictObject({
      origin: z.url(),
      include_site: z.boolean(),
      scope_specification: z.array(
        z.strictObject({ type: z.literal('exclude'), domain: z.string(), path: z.string() }),
      ),
    }),
    credentials: z.array(
      z.strictObject({ type: z.literal('cookie'), name: z.string(), attributes: z.string() }),
    ),
  }),
  z.strictObject({ session_identifier: z.uuid(), continue: z.literal(false) }),
])

export const stats = z.strictObject({ users: z.int(), sessions: z.int(), refreshFamilies: z.int() })
export const verificationSent = z.strictObject({ status: z.literal('verification_sent') })
export const accepted = z.strictObject({ status: z.literal('accepted') })
export const alive = z.strictObject({ status: z.literal('alive') })
export const ready = z.strictObject({ status: z.literal('ready') })
export const problemDetails = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    code: z.string().meta({ description: 'stable: decide by this' }),
    errors: z.record(z.string(), z.array(z.string())).optional(),
  })
  .meta({ title: 'Problem', description: 'RFC 9457' })
