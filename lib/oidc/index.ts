import 'server-only'

/** Sign-in that another issuer vouches for: who is trusted, and whether what they say may be believed. */
export { providerById, providers, type ProviderDescription } from './providers'
export { discover } from './relying-party/discovery'
export { providerPatienceMs } from './relying-party/bounded-fetch'
export { askProvider } from './relying-party/token-endpoint'
export { ProviderFault } from './relying-party/provider-fault'
export { fetchGithubUser } from './relying-party/github'
export { identityOf, vouch, type ProviderTokens, type Vouched } from './relying-party/vouch'
export { verifyLogoutToken, type LoggedOut } from './relying-party/logout-token'
export { canSignOutAt, endSessionUrl } from './relying-party/end-session'
export { keptOf, type Keep, type Kept } from './relying-party/kept'
export {
  isOtherTokenOfProvider,
  providerNamedBy,
  verifyProviderAccessToken,
  type ProviderAccessToken,
} from './relying-party/access-token'
