import 'server-only'
import { customFetch } from 'next-auth'
import type { OAuthConfig, OIDCConfig, Provider } from 'next-auth/providers'
import Credentials from 'next-auth/providers/credentials'
import GitHub from 'next-auth/providers/github'
import { authenticatePassword } from '@/lib/accounts'
import { signInForm } from '@/lib/api-schema'
import { type ProviderDescription, ProviderFault, askProvider, discover, fetchGithubUser } from '@/lib/oidc'
import { callContext, hook } from './call-authjs'
import type { ProviderRequest } from './start-provider-sign-in'

const fields = signInForm.pick({ email: true, password: true })

/** One answer for every cause, as at `/api/sign-in`; only a spent limit is told apart. */
export const credentials = Credentials({
  credentials: {
    email: { label: 'Email', type: 'email' },
    password: { label: 'Password', type: 'password' },
  },
  authorize: ({ email, password }) =>
    hook(async (context) => {
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

type Claims = Record<string, unknown> & { sub: string }

/** A description as Auth.js wants it. Auth.js speaks the protocol; whether its result is believed, `recognise` decides. */
export const authjsProvider = (flow: ProviderRequest): Provider =>
  flow.provider.kind === 'github' ? github(flow.provider) : oidc(flow)

function oidc({
  provider: { id, name, issuer, clientId, clientSecret, authMethod },
  withoutPkce,
  forceReauthentication,
}: ProviderRequest): OIDCConfig<Claims> {
  const scopes = { scope: 'openid profile email' }
  return {
    id,
    name,
    type: 'oidc',
    issuer,
    clientId,
    client: { token_endpoint_auth_method: authMethod },
    ...(clientSecret !== null && { clientSecret }),
    checks: withoutPkce ? ['state', 'nonce'] : ['pkce', 'state', 'nonce'],
    authorization: { params: forceReauthentication ? { ...scopes, max_age: '0', prompt: 'login' } : scopes },
    profile: ({ sub }) => ({ id: sub }),
    [customFetch]: providerFetch,
  }
}

/** OAuth 2.0 without OpenID Connect: who it is comes from its API, over TLS, by the access token. */
const github = ({ clientId, clientSecret, authMethod }: ProviderDescription): OAuthConfig<Claims> => ({
  ...(GitHub({ clientId, clientSecret: clientSecret ?? '' }) as unknown as OAuthConfig<Claims>),
  clientId,
  clientSecret: clientSecret ?? '',
  checks: ['pkce', 'state'],
  client: { token_endpoint_auth_method: authMethod },
  userinfo: {
    url: 'https://api.github.com/user',
    request: ({ tokens }: { tokens: { access_token?: string } }) =>
      hook(() => fetchGithubUser(tokens.access_token ?? '', callContext().signal)),
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
  hook(async ({ signal, request }) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!url.endsWith(discoveryPath) || !request) return tokensFrom(await askProvider(url, init, signal))
    const metadata = await discover(request.provider.issuer, signal)
    // Auth.js refuses a provider without userinfo, which OpenID Connect does not ask for, and never calls it here
    return Response.json({ userinfo_endpoint: metadata.token_endpoint, ...metadata })
  })

/** A provider that is broken, or that refuses the code, says nothing that would have to be believed. */
function tokensFrom(response: Response): Response {
  if (response.status >= 500) throw new ProviderFault(`token: status ${response.status}`)
  if (response.status >= 400) callContext().outcome = { ok: false, code: 'provider_error' }
  return response
}
