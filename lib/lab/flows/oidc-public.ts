import 'server-only'
import type { Flow } from './contract'
import { providerSteps, throughProvider } from './through-provider'

export const oidcPublic: Flow = {
  slug: 'oidc-public',
  title: 'OIDC: code flow with PKCE, public client',
  lead: 'Watch step 7: there is no secret. The verifier alone shows that whoever has the code is whoever asked for it.',
  strategy: 'jwt',
  play: throughProvider({ strategy: 'jwt', provider: 'local-public', pkce: true }),
  steps: providerSteps({
    asks: 'It picks a state, a nonce and a verifier, keeps them in a row that the state names, and sends the browser to the provider with the digest of the verifier.',
    request:
      'The authorization request arrives at the provider with its challenge; the provider finds nobody signed in and shows its own page.',
    swap: 'The app sends code and verifier to the provider, without a secret, gets the tokens, and verifies the ID token with the provider’s keys.',
    kept: 'The answer carries the app’s own token in a cookie.',
    revoked:
      'Its cookie is what it was, and nobody looks anything up: see what it gets, until its token ends.',
  }),
}
