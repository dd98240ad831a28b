/** What Auth.js says in `?error=`, for people. */
const faults: Record<string, string> = {
  CredentialsSignin: 'That email and password do not match an account.',
  SessionRequired: 'Sign in to see that page.',
  AccessDenied: 'Signing in was refused. The account may be disabled.',
  Verification: 'That link has been used or is too old. Ask for a new one.',
  MissingCSRF: 'That form was too old. Try again.',
  OAuthCallbackError: 'The provider did not sign you in, or you declined there. Nothing was changed.',
  provider_error: 'The provider did not sign you in. Nothing was changed. Begin again.',
  begun_elsewhere:
    'That sign-in was begun in another browser, or too long ago. Begin again here, and finish it in this browser.',
  used_already: 'That sign-in was finished already, and it works once. Begin again.',
  took_too_long: 'That took longer than ten minutes, so nothing was changed. Begin again.',
  connect_signed_out:
    'You are not signed in any more, so nothing was connected. Sign in, and connect it again.',
  connect_other_person:
    'Somebody else is signed in now than when the connecting was begun, so nothing was connected.',
  another_person: 'Somebody else signed in at the provider than you. Nothing was changed.',
  provider_refused: 'What the provider answered cannot be believed. Nothing was changed.',
  provider_unavailable:
    'The provider does not answer as it should. Nothing was changed. Try again in a moment.',
  unavailable: 'We cannot tell right now: the database does not answer. Nothing was changed.',
  rate_limited: 'Too many attempts. Wait a little and try again.',
  account_disabled: 'That account is disabled. An administrator can enable it again.',
  address_missing: 'The provider gave no email address. Allow it to share one, or sign up with a password.',
  address_unusable:
    'The provider gave an email address that cannot be used here. Give it another one there, or sign up with a password.',
  address_taken:
    'There is an account with that email address already. Sign in to it, and connect the provider on your account page.',
  cookies_refused:
    'You are not signed in: this browser did not keep the cookie it was given. Allow cookies for this site, then sign in again.',
  Configuration: 'Signing in does not work right now. It was recorded.',
}

const anotherFault = 'Signing in did not work. Try again.'

/**
 * @param code from the address, where anybody may write anything: it is never repeated
 * @returns a general sentence for a code that is unknown; null where there is none
 */
export const faultSentence = (code: unknown) =>
  code === undefined
    ? null
    : typeof code === 'string' && Object.hasOwn(faults, code)
      ? faults[code]!
      : anotherFault

const notices: Record<string, string> = {
  'signed-out': 'You are signed out: the session was deleted on the server, and its cookie in this browser.',
  confirmed: 'Your address is confirmed. Sign in now, the way you signed up.',
  confirmation_sent:
    'The provider does not vouch for your email address, so we sent a mail to it. Open its link in this browser.',
  'password-reset':
    'Your password is changed, and every session of the account has ended. Sign in with the new one.',
}

/** @param provider its name, where the person is known through one now */
export function noticeSentence(code: unknown, provider?: string) {
  if (code === 'confirmed' && provider)
    return `Your address is confirmed. Press “Continue with ${provider}” to sign in.`
  return typeof code === 'string' && Object.hasOwn(notices, code) ? notices[code]! : null
}
