import 'server-only'

/** The door: how a signed-in person is remembered. What comes in is presented, what goes out is a state and cookies to write. */
export { signIn } from './start-session'

export { rememberDevice } from './start-session'
export { signOut } from './sign-out'
export { signInForTokens } from './start-session'
export { refresh } from './refresh'
export { signInForBrowser, refreshByCookie, signOutOfBrowser, pageToken } from './browser-tokens'
export { revokeToken } from './sign-out'
export { exchangeToken } from './exchange-token'
export { isProviderToken } from './provider-token'
export { introspect } from './introspect'
export {
  authorizationServerMetadata,
  metadataMaxAgeSeconds,
  protectedResourceMetadata,
  publicKeys,
} from './metadata'
export { startKeyRotation, rotateKeys } from './parts/signing-keys'
export { renew } from './read'
export { switchStrategy } from './switch-strategy'
export { chosenStrategy, read, verifySession } from './read'
export { withStrategy, type Question, type RequestContext } from './request-context'
export { listSessions, endSession, endOtherSessions, countSessions } from './sessions'
export {
  connectPendingIdentity,
  removeIdentity,
  forgetPendingIdentity,
  pendingIdentities,
  type PendingIdentity,
} from './pending-identity'
export { claimsOf, provedRecently, recentSeconds } from './pending-identity'
export { flowOptions, flowOptionsOfApp, type FlowOptions } from './provider-flow'
export { changePassword } from './switch-strategy'
export { cookieStrategies, strategies } from './strategies'
export type * from './contract'
