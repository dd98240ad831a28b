/** What Auth.js says in `?error=`, for people. */
const faults: Record<string, string> = {
  CredentialsSignin: 'That email and password do not match an account.',
  SessionRequired: 'Sign in to see that page.',
  AccessDenied: 'Signing in was refused. The account may be disabled.',
  Verification: 'That link has been used or is too old. Ask for a new one.',
  MissingCSRF: 'That form was too old. Try again.',
  OAuthCallbackError: 'The provider did not sign you in, or you declined there. Nothing was changed.',
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
    'The provider does not vouch for your email address, so we sent a mail to it. Open its link in this browser within ten minutes.',
  'password-reset':
    'Your password is changed, and every session of the account has ended. Sign in with the new one.',
}

export const noticeSentence = (code: unknown) =>
  typeof code === 'string' && Object.hasOwn(notices, code) ? notices[code]! : null
