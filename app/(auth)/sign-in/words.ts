/** What Auth.js says in `?error=`, for people. */
const faults: Record<string, string> = {
  CredentialsSignin: 'That email and password do not match an account.',
  SessionRequired: 'Sign in to see that page.',
  AccessDenied: 'Signing in was refused. The account may be disabled.',
  Verification: 'That link has been used or is too old. Ask for a new one.',
  MissingCSRF: 'That form was too old. Try again.',
  OAuthAccountNotLinked: 'That email belongs to an account that signs in another way. Sign in to it first.',
  OAuthCallbackError: 'The provider did not sign you in. Nothing was changed.',
  OAuthSignInError: 'The provider could not be reached. Nothing was changed.',
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
  confirmed: 'Your address is confirmed. Sign in with the password you chose.',
  'password-reset':
    'Your password is changed, and every session of the account has ended. Sign in with the new one.',
}

export const noticeSentence = (code: unknown) =>
  typeof code === 'string' && Object.hasOwn(notices, code) ? notices[code]! : null
