import 'server-only'

/**
 * The door: how a signed-in person is remembered. Callers pass a request's context, and get a state and cookies to
 * write.
 */
export { rememberDevice, signIn, signInForTokens } from './start-session'
export { revokeToken, signOut } from './sign-out'
export { chosenStrategy, read, renew, verifySession } from './read'
export { withStrategy, type Question, type RequestContext } from './request-context'
export { changePassword, switchStrategy } from './switch-strategy'
export { countSessions, endOtherSessions, endSession, listSessions } from './sessions'
export { refresh } from './refresh'
export { bindSession, refreshBoundCookie } from './bind-session'
export { pageToken, refreshByCookie, signInForBrowser, signOutOfBrowser } from './browser-tokens'
export { exchangeToken } from './exchange-token'
export { isProviderToken } from './provider-token'
export { introspect } from './introspect'
export {
  authorizationServerMetadata,
  metadataMaxAgeSeconds,
  protectedResourceMetadata,
  publicKeys,
} from './metadata'
export { proofFault, signJwt } from './parts/access-token'
export { freshNonceFor } from './parts/dpop-proof'
export { rotateKeys, startKeyRotation } from './parts/signing-keys'
export { startSessionCache } from './parts/session-cache'
export {
  claimsOf,
  connectPendingIdentity,
  forgetPendingIdentity,
  pendingIdentities,
  provedRecently,
  recentSeconds,
  removeIdentity,
  type PendingIdentity,
} from './pending-identity'
export { flowOptions, flowOptionsOfApp, type FlowOptions } from './provider-flow'
export { cookieStrategies, strategyRegistry } from './strategies'
export type * from './contract'
