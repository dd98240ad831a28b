import 'server-only'

/** Sign-in that another issuer vouches for: who is trusted, and whether what they say may be believed. */
export { extraProviders, providerById, providers, type ProviderDescription } from './providers'

export { discover } from './relying-party/discovery'
export { providerTimeout } from './relying-party/bounded-fetch'
export { askProvider } from './relying-party/end-session'
export { ProviderFault } from './relying-party/bounded-fetch'
export { fetchGithubUser } from './relying-party/userinfo'
export {
  identityOf,
  verifyProviderResponse,
  type ProviderTokens,
  type ProviderIdentity,
} from './relying-party/verify-provider-response'
export { verifyLogoutToken, type LoggedOut } from './relying-party/logout-token'
export { canSignOutAt, endSessionUrl } from './relying-party/end-session'
export { storedIdTokenData, type IdTokenStorage, type StoredIdTokenData } from './relying-party/claims'
export type { TokenRefused } from './relying-party/id-token'
export {
  isOtherTokenOfProvider,
  providerNamedBy,
  verifyProviderAccessToken,
  type ProviderAccessToken,
} from './relying-party/access-token'
