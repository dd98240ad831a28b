import { endpoints } from '@/lib/forms/api'

export type Change = {
  method: 'POST' | 'DELETE'
  path: string
  /** JSON */
  body?: Record<string, unknown>
  form?: Record<string, string>
  needsOrigin: boolean
  /** refusals as RFC 6749 has them, where all others are problem documents */
  isOAuth: boolean
}
type Row = { body?: unknown; form?: unknown; origin?: string; errors?: string }

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
  '/api/token/exchange': {
    grant_type: `${urn}:grant-type:token-exchange`,
    subject_token: 'nothing',
    subject_token_type: `${urn}:token-type:access_token`,
  },
}

const rows = Object.entries(endpoints).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Row>).map(([method, row]) => ({ path, method, row })),
)

/** Every endpoint that changes something, from the table that the routes are made of. `{id}` is nobody's. */
export const changes: Change[] = rows
  .filter(({ method }) => method !== 'GET')
  .map(({ path, method, row }) => ({
    ...{ method: method as Change['method'], path: path.replace('{id}', somebody) },
    ...(row.body !== undefined && { body: bodies[path] ?? {} }),
    ...(row.form !== undefined && { form: forms[path] ?? { token: 'nothing' } }),
    ...{ needsOrigin: row.origin !== 'not-foreign', isOAuth: row.errors === 'oauth' },
  }))

/** Every endpoint that only reads. */
export const reads = rows.filter(({ method }) => method === 'GET').map(({ path }) => path)

/** Every path, with the methods it takes. */
export const paths = Object.entries(endpoints).map(([path, methods]) => ({
  ...{ template: path, path: path.replace('{id}', somebody) },
  methods: Object.keys(methods),
}))
