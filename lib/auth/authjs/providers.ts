import 'server-only'
import { customFetch } from 'next-auth'
import type { OAuthConfig, OIDCConfig, Provider } from 'next-auth/providers'
import Credentials from 'next-auth/providers/credentials'
import GitHub from 'next-auth/providers/github'
import { PrismaAdapter } from '@auth/prisma-adapter'
import type { Adapter } from 'next-auth/adapters'
import { authenticatePassword, type Person } from '@/lib/accounts'
import { signInForm } from '@/lib/api-schema'
import { type ProviderDescription, ProviderFault, askProvider, discover, fetchGithubUser } from '@/lib/oidc'
import { db } from '@/lib/db/prisma-client'
import { recordActivity } from '../read'
import type { Presented } from '../contract'
import { sessionCookie } from '../parts/cookie'
import { signOut } from '../sign-out'
import { strategyRegistry } from '../strategies'
import { callContext, inCallback } from './call-context'
import type { ProviderRequest } from './start-provider-sign-in'

const fields = signInForm.pick({ email: true, password: true })

/** The same refusal for every cause, as at `/api/sign-in`; only a reached limit has its own. */
export const credentials = Credentials({
  credentials: {
    email: { label: 'Email', type: 'email' },
    password: { label: 'Password', type: 'password' },
  },
  authorize: ({ email, password }) =>
    inCallback(async (context) => {
      const parsed = fields.safeParse({ email, password })
      if (!parsed.success) return null
      const result = await authenticatePassword(parsed.data, context.ctx.visitor, context.ctx.now)
      if (!result.ok) {
        if (result.code === 'rate_limited') context.refusal = result
        return null
      }
      context.provenPerson = { person: result.person, provider: 'credentials', upstream: null }
      return result.person
    }),
})

type ProviderClaims = Record<string, unknown> & { sub: string }

/** A provider's description in the form of Auth.js. `onProviderSignIn` verifies what the provider answers. */
export const authjsProvider = (flow: ProviderRequest): Provider =>
  flow.provider.kind === 'github' ? github(flow.provider) : oidc(flow)

function oidc({
  provider: { id, name, issuer, clientId, clientSecret, authMethod },
  withoutPkce,
  forceReauthentication,
}: ProviderRequest): OIDCConfig<ProviderClaims> {
  const scopes = { scope: 'openid profile email' }
  const config: OIDCConfig<ProviderClaims> = {
    id,
    name,
    type: 'oidc',
    issuer,
    clientId,
    client: { token_endpoint_auth_method: authMethod },
    checks: withoutPkce ? ['state', 'nonce'] : ['pkce', 'state', 'nonce'],
    authorization: { params: forceReauthentication ? { ...scopes, max_age: '0', prompt: 'login' } : scopes },
    profile: ({ sub }) => ({ id: sub }),
    [customFetch]: providerFetch,
  }
  if (clientSecret !== null) config.clientSecret = clientSecret
  return config
}

/** OAuth 2.0 without OpenID Connect: who it is comes from its API, over TLS, by the access token. */
const github = ({
  clientId,
  clientSecret,
  authMethod,
}: ProviderDescription): OAuthConfig<ProviderClaims> => ({
  ...(GitHub({ clientId, clientSecret: clientSecret ?? '' }) as unknown as OAuthConfig<ProviderClaims>),
  clientId,
  clientSecret: clientSecret ?? '',
  checks: ['pkce', 'state'],
  client: { token_endpoint_auth_method: authMethod },
  userinfo: {
    url: 'https://api.github.com/user',
    request: ({ tokens }: { tokens: { access_token?: string } }) =>
      inCallback(() => fetchGithubUser(tokens.access_token ?? '', callContext().signal)),
  },
  profile: ({ sub }) => ({ id: sub }),
  [customFetch]: providerFetch,
})

const discoveryPath = '/.well-known/openid-configuration'

/**
 * Every request that Auth.js makes to a provider: bounded in time and size, over https, and discovery from what we keep
 * and have checked. Without it Auth.js asks anew each time, follows redirects, and waits for ever.
 */
export const providerFetch = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> =>
  inCallback(async ({ signal, request }) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!url.endsWith(discoveryPath) || !request) return tokensFrom(await askProvider(url, init, signal))
    const metadata = await discover(request.provider.issuer, signal)
    // Auth.js refuses a provider without userinfo, which OpenID Connect does not ask for, and never calls it here
    return Response.json({ userinfo_endpoint: metadata.token_endpoint, ...metadata })
  })

/** After a fault of the provider, or a refused code, there is no answer that could be verified. */
function tokensFrom(response: Response): Response {
  if (response.status >= 500) throw new ProviderFault(`token: status ${response.status}`)
  if (response.status >= 400) callContext().outcome = { ok: false, code: 'provider_error' }
  return response
}

const presenting = (token: string): Presented => ({
  cookies: new Map([[sessionCookie('database'), token]]),
  authorization: null,
})

/**
 * Auth.js's Prisma adapter with its sessions replaced by the database strategy: ids hashed at rest, an absolute end, an
 * expired row is no row, and its accounts by what `onProviderSignIn` said. Auth.js asks the same rooms as the door
 * does.
 * @param startSession of whoever has just proved who they are: returns the credential
 */
export function adapter(startSession: () => Promise<string>): Adapter {
  return {
    ...PrismaAdapter(db()),
    getSessionAndUser: (token) =>
      inCallback(async (context) =>
        found(await strategyRegistry.database.read(presenting(token), context.ctx.now), token),
      ),
    updateSession: ({ sessionToken }) =>
      inCallback(async (context) => touched(sessionToken, context.ctx.now)),
    deleteSession: () => inCallback(async (context) => void (await signOut('database', context.ctx))),
    getUserByAccount: () => Promise.resolve(recognised(callContext().provenPerson?.person)),
    createSession: (session) => inCallback(async () => ({ ...session, sessionToken: await startSession() })),
  }

  function recognised(person: Person | undefined) {
    return person ? { ...person, emailVerified: null } : null
  }

  function found(reading: Awaited<ReturnType<typeof strategyRegistry.database.read>>, sessionToken: string) {
    if (!reading.ok) return null
    const { user, expiresAt } = reading.state
    return {
      session: { sessionToken, userId: user.id, expires: new Date(expiresAt), state: reading.state },
      user: { ...user, emailVerified: null },
    }
  }

  async function touched(token: string, now: Date) {
    const reading = await strategyRegistry.database.read(presenting(token), now)
    if (reading.ok) await recordActivity(reading, now)
    return null
  }
}
