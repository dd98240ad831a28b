import 'server-only'
import type { OIDCConfig } from 'next-auth/providers'
import Credentials from 'next-auth/providers/credentials'
import { authenticatePassword } from '@/lib/accounts'
import { env } from '@/lib/env'
import { signInForm } from '@/lib/forms'
import { hook } from './scope'

const fields = signInForm.pick({ email: true, password: true })

/** One answer for every cause, as at `/api/sign-in`; only a spent limit is told apart. */
export const credentials = Credentials({
  credentials: {
    email: { label: 'Email', type: 'email' },
    password: { label: 'Password', type: 'password' },
  },
  authorize: ({ email, password }) =>
    hook(async (scope) => {
      const parsed = fields.safeParse({ email, password })
      if (!parsed.success) return null
      const result = await authenticatePassword(parsed.data, scope.asking.visitor, scope.now)
      if (result.ok) return (scope.person = result.person)
      if (result.code === 'rate_limited') scope.refusal = result
      return null
    }),
})

type Profile = { sub: string; name?: string; email?: string }

/**
 * The local OpenID Provider, as a confidential client. Present in each instance because Auth.js refuses credentials
 * with database sessions unless another provider stands beside them; `handlers.ts` keeps its routes closed until
 * the ID token is verified here.
 */
export const localConfidential = (): OIDCConfig<Profile> => ({
  id: 'local-confidential',
  name: 'Local provider',
  type: 'oidc',
  issuer: `http://localhost:${env().OIDC_PORT}`,
  clientId: 'web-confidential',
  clientSecret: env().LOCAL_PROVIDER_SECRET,
  checks: ['pkce', 'state', 'nonce'],
})

/** The same provider, as a public client: no secret, PKCE alone. */
export function localPublic(): OIDCConfig<Profile> {
  const { clientSecret: _, ...rest } = localConfidential()
  return {
    ...rest,
    id: 'local-public',
    name: 'Local provider (public client)',
    clientId: 'web-public',
    client: { token_endpoint_auth_method: 'none' },
  }
}
