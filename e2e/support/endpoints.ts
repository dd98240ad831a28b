import { endpoints as coreEndpoints } from '@/lib/api-schema/api'
import { labEndpoints } from '@/lib/lab/lab-endpoints'

const endpoints = { ...coreEndpoints, ...labEndpoints }

export type Change = {
  method: 'POST' | 'DELETE'
  path: string
  /** JSON */
  body?: Record<string, unknown>
  form?: Record<string, string>
  needsOrigin: boolean
  /** refusals as RFC 6749 has them, where all others are problem documents */
  isOAuth: boolean
  /** the media types that the path takes */
  types: string[]
}

const json = 'application/json'
const formEncoded = 'application/x-www-form-urlencoded'

type Row = { body?: unknown; form?: unknown; origin?: string; errors?: string; readableBy?: string }

const somebody = '0191a5f0-0000-7000-8000-000000000000'
const password = 'seven quiet otters swim'

/** A body that the schema takes, so that only what a test is about can refuse it. */
const bodies: Record<string, Record<string, unknown>> = {
  '/api/sign-up': { name: 'Nobody', email: 'nobody@example.com', password },
  '/api/sign-in': { email: 'nobody@example.com', password },
  '/api/token/browser': { email: 'nobody@example.com', password },
  '/api/strategy': { strategy: 'jwt' },
  '/api/password': { currentPassword: 'not the password of anybody', newPassword: password },
  '/api/password/forgot': { email: 'nobody@example.com' },
  '/api/password/reset': { token: 'nothing', newPassword: password },
  '/api/verify-email': { token: 'nothing' },
  '/api/admin/users/{id}/role': { role: 'admin' },
  '/api/token': { email: 'nobody@example.com', password },
  '/api/token/refresh': { refresh_token: 'nothing' },
}

const urn = 'urn:ietf:params:oauth'
const forms: Record<string, Record<string, string>> = {
  '/api/token': { grant_type: 'refresh_token', refresh_token: 'nothing' },
  '/api/token/refresh': { grant_type: 'refresh_token', refresh_token: 'nothing' },
  '/api/token/exchange': {
    grant_type: `${urn}:grant-type:token-exchange`,
    subject_token: 'nothing',
    subject_token_type: `${urn}:token-type:access_token`,
  },
}

const rows = Object.entries(endpoints).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Row>).map(([method, row]) => ({ path, method, row })),
)

/**
 * Every endpoint that changes something, from the table that the routes are made of: once for each kind of body that it
 * takes. `{id}` is nobody's.
 */
export const changes: Change[] = rows
  .filter(({ method }) => method !== 'GET')
  .flatMap(({ path, method, row }) => {
    const common = {
      method: method as Change['method'],
      path: path.replace('{id}', somebody),
      needsOrigin: row.origin !== 'not-foreign',
      isOAuth: row.errors === 'oauth',
      types: [...(row.body === undefined ? [] : [json]), ...(row.form === undefined ? [] : [formEncoded])],
    }
    const asJson = { ...common, body: bodies[path] ?? {} }
    const asForm = { ...common, form: forms[path] ?? { token: 'nothing' }, isOAuth: true }
    if (row.body === undefined && row.form === undefined) return [common]
    return [...(row.body === undefined ? [] : [asJson]), ...(row.form === undefined ? [] : [asForm])]
  })

/** Every endpoint that only reads. */
export const reads = rows.filter(({ method }) => method === 'GET').map(({ path }) => path)

/** Every path whose answer is for everybody. */
export const publicPaths = rows.filter(({ row }) => row.readableBy === 'any-origin').map(({ path }) => path)

/** Every path, with the methods it takes. */
export const paths = Object.entries(endpoints).map(([path, methods]) => ({
  template: path,
  path: path.replace('{id}', somebody),
  methods: Object.keys(methods),
}))
