import 'server-only'

/** Randomness, digests, keys and password hashes. Knows no person, session or cookie. */
export { randomToken } from './random'
export { sha256Base64url } from './digest'
export { equalInConstantTime } from './equal'
export { isCanonicalJwt } from './canonical'
export { derivedKey } from './derived-key'
export { openSealedValue, sealValue } from './sealed-value'
export { readSignedValue, signValue } from './signed-value'
export { decrypt, encrypt, keyFromSecret } from './authenticated-encryption'
export { hashPassword, hashPasswordInScript, verifyPassword } from './password'
export { Busy } from './password-pool'
