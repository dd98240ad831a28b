import 'server-only'

/** JWT access tokens: signed here, verified here. @see RFC 9068 */
export { audience, clientId, issuer, sessionIdIn, type AccessClaims } from './claims'
export { bearerCredential, presentedToken, sessionOfToken } from './presented'
export { fullScope, narrowedScope, hasScope, readScope } from './scope'
export { signAccessToken } from './sign'
export { verifyAccessToken } from './verify'
