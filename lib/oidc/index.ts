import 'server-only'

/** Sign-in through another issuer: which issuers are trusted, and whether their answers are valid. */
export { extraProviders, providerById, providers, type ProviderDescription } from './providers'

export { discover } from './relying-party/issuer-documents'
export { askProvider, ProviderFault, providerTimeout } from './relying-party/bounded-fetch'
export {
  identityOf,
  storedIdTokenData,
  verifyProviderResponse,
  type IdTokenStorage,
  type ProviderIdentity,
  type ProviderTokens,
  type TokenRefused,
} from './relying-party/verify-provider-response'
export { verifyLogoutToken, type LoggedOut } from './relying-party/logout-token'
export { canSignOutAt, endSessionUrl } from './relying-party/end-session'
export {
  isOtherTokenOfProvider,
  providerNamedBy,
  verifyProviderAccessToken,
  type ProviderAccessToken,
} from './relying-party/access-token'
export { fetchGithubUser } from './relying-party/github'
