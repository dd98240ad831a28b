import 'server-only'

/** JWT access tokens: signed here, verified here. @see RFC 9068 */
export {
  audience,
  clientId,
  issuer,
  mayName,
  sessionIdIn,
  type AccessClaims,
  fullScope,
  narrowedScope,
  hasScope,
  readScope,
} from './claims'
export { bearerCredential, presentedToken, sessionOfToken, verifyAccessToken } from './verify'
export { signAccessToken } from './sign'
