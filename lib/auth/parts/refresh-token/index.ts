import 'server-only'

/** Opaque refresh tokens: single use, the family is the session that they belong to. @see RFC 9700 §4.14 */
export { findRefreshToken } from './find'
export { markSpent } from './recently-spent'
export { spendRefreshToken } from './spend'
