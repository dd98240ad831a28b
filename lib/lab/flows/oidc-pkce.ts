import 'server-only'
import type { Flow } from './contract'
import { providerSteps, throughProvider } from './through-provider'

export const oidcPkce: Flow = {
  slug: 'oidc-pkce',
  title: 'OIDC: code flow with PKCE, confidential client',
  lead: 'Watch the challenge of step 3 meet its verifier in step 7, beside the client’s secret: a server has both, and uses both.',
  strategy: 'database',
  play: throughProvider({ strategy: 'database', provider: 'local-confidential', pkce: true }),
  steps: providerSteps({
    asks: 'It picks a state, a nonce and a verifier, keeps them in a row that the state names, and sends the browser to the provider with the digest of the verifier.',
    request:
      'The authorization request arrives at the provider with its challenge; the provider finds nobody signed in and shows its own page.',
    swap: 'The app sends code, secret and verifier straight to the provider, gets the tokens, and verifies the ID token with the provider’s keys.',
    kept: 'The answer carries the app’s own session cookie.',
    revoked: 'Its cookie is what it was. There is no row for it any more.',
  }),
}
