import 'server-only'
import { env } from '@/lib/env'
import type { Mail } from '@/lib/mail'

/** The mails this app writes. Nothing that a stranger typed is repeated in one: it would be read as ours. */

const page = (path: string, token?: string) =>
  `${env().AUTH_URL}${path}${token === undefined ? '' : `?token=${token}`}`

const inWords = (seconds: number) =>
  seconds >= 7200 ? `${Math.floor(seconds / 3600)} hours` : `${Math.floor(seconds / 60)} minutes`

const letter = (to: string, subject: string, paragraphs: string[], links: string[]): Mail => ({
  ...{ to, subject, links },
  text: `${['Hello,', ...paragraphs, 'Bothways'].join('\n\n')}\n`,
})

export function verificationLetter(to: string, token: string): Mail {
  const link = page('/verify-email', token)
  return letter(
    to,
    'Confirm your email address',
    [
      'Somebody, hopefully you, wants to create a Bothways account with this email address.',
      `Open this link to confirm that the address is yours:\n${link}`,
      `It works once, for ${inWords(env().VERIFY_EMAIL_SECONDS)}.`,
      'It was not you? Then do not open the link: without it there is no account. If you asked more than once, use the link of the mail you asked for last.',
    ],
    [link],
  )
}

export function identityConfirmationLetter(to: string, token: string): Mail {
  const link = page('/verify-email', token)
  return letter(
    to,
    'Confirm your email address',
    [
      'Somebody, hopefully you, signed in to Bothways through a provider that does not vouch for this email address.',
      `Open this link in the same browser to confirm that the address is yours:\n${link}`,
      `It works once, for ${inWords(env().VERIFY_EMAIL_SECONDS)}, and in no other browser.`,
      'It was not you? Then you can ignore this mail: nobody gets an account in your name by it.',
    ],
    [link],
  )
}

export function identityConnectedLetter(to: string): Mail {
  const links = [page('/account'), page('/forgot-password')]
  return letter(
    to,
    'A way to sign in was connected',
    [
      'Another way to sign in, through a provider, was connected to your Bothways account.',
      `You see it here, and can remove it:\n${links[0]}`,
      `It was not you? Choose a new password now. That also removes what was connected under other addresses:\n${links[1]}`,
    ],
    links,
  )
}

export function accountExistsLetter(to: string): Mail {
  const links = [page('/sign-in'), page('/forgot-password')]
  return letter(
    to,
    'You already have an account',
    [
      'Somebody, hopefully you, wanted to create a Bothways account with this email address. There is one already, and nothing was changed.',
      `Sign in:\n${links[0]}`,
      `Or choose a new password, if you forgot yours:\n${links[1]}`,
      'It was not you? Then you can ignore this mail.',
    ],
    links,
  )
}

export function resetLetter(to: string, token: string): Mail {
  const link = page('/reset-password', token)
  return letter(
    to,
    'Choose a new password',
    [
      'Somebody, hopefully you, asked to reset the password of your Bothways account.',
      `Open this link to choose a new one:\n${link}`,
      `It works once, for ${inWords(env().RESET_PASSWORD_SECONDS)}.`,
      'It was not you? Then you can ignore this mail: your password stays as it is.',
    ],
    [link],
  )
}

export function passwordChangedLetter(to: string): Mail {
  const link = page('/forgot-password')
  return letter(
    to,
    'Your password was changed',
    [
      'The password of your Bothways account was changed, and every other session was ended.',
      `It was not you? Choose a new password now:\n${link}`,
    ],
    [link],
  )
}
