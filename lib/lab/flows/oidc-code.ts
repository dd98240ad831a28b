import 'server-only'
import type { Flow } from './contract'
import { providerSteps, throughProvider } from './through-provider'

export const oidcCode: Flow = {
  slug: 'oidc-code',
  title: 'OIDC: code flow, plain',
  lead: 'Watch steps 3 and 7: no challenge goes out, so the client’s secret is all that protects the code. It is here to compare; nobody should do it.',
  strategy: 'database',
  play: throughProvider({ strategy: 'database', provider: 'local-confidential', pkce: false }),
  steps: providerSteps({
    asks: 'It picks a state and a nonce, keeps both in a row that the state names, and sends the browser to the provider with them. The lab has switched the challenge off.',
    request:
      'The authorization request arrives at the provider, which finds nobody signed in and shows its own page.',
    swap: 'The app sends code and secret straight to the provider, gets the tokens, and verifies the ID token with the provider’s keys.',
    kept: 'The answer carries the app’s own session cookie.',
    revoked: 'Its cookie is what it was. There is no row for it any more.',
  }),
}
