import { routeOf } from '@/lib/auth/http/route'

/**
 * Where a password manager sends a person who is to change a password. A stranger signs in there first.
 * @see https://www.w3.org/TR/change-password-url/
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routeOf(
  { GET: {} },
  { GET: async () => new Response(null, { status: 302, headers: { Location: '/account#password' } }) },
)
