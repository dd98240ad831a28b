import 'server-only'

/**
 * Who people are: accounts, passwords and identities. Knows no session, cookie or token of a signed-in person.
 * Forms come as `lib/api-schema` parsed them. Refusals are returned, `{ ok: false, code }`; thrown are only `Busy`,
 * `MailUnavailable`, database errors and bugs. `now` is the instant of the request.
 */
export type { Person } from './person'

export type { Visitor } from './device'
export { findPerson, findPersonByIdentity, type ProvenIdentity } from './identity'
export { deviceName } from './device'

export { authenticatePassword, recordPasswordSignIn } from './authenticate-password'
export { deviceCookieFor } from './known-device'
export { settleProviderFlow, throttleProviderFlow } from './throttle'
export { signUp } from './sign-up'
export { verifyEmail } from './verify-email'
export {
  forgotPasswordFloorMs,
  requestPasswordReset,
  addressOfResetCode,
  resetPassword,
} from './password-reset'
export { signInByIdentity } from './sign-in-by-identity'
export { linkIdentity, listCredentials, unlinkIdentity, type ListedIdentity } from './link-identity'
export { changePassword } from './change-password'

export { listEvents, tryRecordEvent, type ListedEvent } from './security-events'
export {
  disableUser,
  enableUser,
  setRole,
  countUsers,
  listUsers,
  temporaryPeople,
  type ListedUser,
} from './administration'

export { startCleanup } from './cleanup'
