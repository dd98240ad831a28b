import { endpoints } from '@/lib/forms/api'

export type Change = {
  method: 'POST' | 'DELETE'
  path: string
  body?: Record<string, unknown>
  needsOrigin: boolean
}
type Row = { body?: unknown; origin?: string }

const somebody = '0191a5f0-0000-7000-8000-000000000000'
const password = 'seven quiet otters swim'

/** A body that the schema takes, so that only what a test is about can refuse it. */
const bodies: Record<string, Record<string, unknown>> = {
  '/api/sign-up': { name: 'Nobody', email: 'nobody@example.com', password },
  '/api/sign-in': { email: 'nobody@example.com', password },
  '/api/strategy': { strategy: 'jwt' },
  '/api/password': { currentPassword: 'not the password of anybody', newPassword: password },
  '/api/password/forgot': { email: 'nobody@example.com' },
  '/api/password/reset': { token: 'nothing', newPassword: password },
  '/api/verify-email': { token: 'nothing' },
  '/api/admin/users/{id}/role': { role: 'admin' },
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
    needsOrigin: row.origin !== 'not-foreign',
  }))

/** Every endpoint that only reads. */
export const reads = rows.filter(({ method }) => method === 'GET').map(({ path }) => path)

/** Every path, with the methods it takes. */
export const paths = Object.entries(endpoints).map(([path, methods]) => ({
  ...{ template: path, path: path.replace('{id}', somebody) },
  methods: Object.keys(methods),
}))
