import 'server-only'

/**
 * Who people are: sign up, prove it, forget it, change it. Knows no session, cookie or token of a signed-in person.
 * Forms come as `lib/forms` parsed them. Refusals are returned, `{ ok: false, code }`; thrown are only `Busy`,
 * `MailUnavailable`, database errors and bugs. `now` is the instant of the request.
 */
export type { Person } from './person'
export type { Visitor } from './visitor'
export { findPerson } from './find-person'
export { deviceName } from './device-name'
export { deviceCookieFor, knownDevice } from './known-device'

export { throttleWindowSeconds, type RateLimited } from './bucket'
export { authenticatePassword, type InvalidCredentials } from './authenticate-password'
export { signUp, type SignUpResult } from './sign-up'
export { verifyEmail, type InvalidCode } from './verify-email'
export { forgotPasswordFloorMs, requestPasswordReset, type ResetRequested } from './request-password-reset'
export { resetPassword, type ResetResult } from './reset-password'
export { changePassword, type ChangePasswordResult, type WrongPassword } from './change-password'
export { type CommonPassword } from './common-passwords'

export {
  listEvents,
  recordEvent,
  securityEvents,
  type ListedEvent,
  type SecurityEventKind,
} from './security-events'
export { disableUser, enableUser, setRole, type LastAdmin, type NotFound } from './administration'
export { countUsers, listUsers, type ListedUser } from './list-users'

export { demoPassword, demoPeople, removeDemo, seedDemo } from './demo'
export { deleteExpired, keepHouse } from './housekeeping'
