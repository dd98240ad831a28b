import 'server-only'
import type { Flow } from './flow'
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
