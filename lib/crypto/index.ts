import 'server-only'

/** Randomness, digests, keys and password hashes. Knows no person, session or cookie. */
export { randomToken, sha256Base64url, equalInConstantTime, isCanonicalJwt } from './token-values'

export { derivedKey, openSealedValue, sealValue, decrypt, encrypt, keyFromSecret } from './encryption'
export { readSignedValue, signValue } from './token-values'
export { isSignature } from './is-signature'
export { hashPassword, hashPasswordInScript, verifyPassword } from './password'
export { Busy } from './password-pool'
