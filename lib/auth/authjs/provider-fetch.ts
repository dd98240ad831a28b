import 'server-only'
import { askProvider, discover, ProviderFault } from '@/lib/oidc'
import { hook, callContext } from './call-context'

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
  if (response.status >= 400) callContext().outcome = { fault: 'provider_error' }
  return response
}
