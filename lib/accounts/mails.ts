import 'server-only'
import { durationInWords } from '@/lib/display'
import { env } from '@/lib/env'
import { composeMail, type Mail } from '@/lib/mail'

/** The mails this app writes. No mail repeats what a stranger typed: readers would take it for the app's own words. */

const page = (path: string, token?: string) =>
  `${env().AUTH_URL}${path}${token === undefined ? '' : `?token=${token}`}`

/**
 * After a sign-up with a password, to an address that has no account.
 * @param token the code itself: only its digest is stored
 */
export const verificationMail = (to: string, token: string): Mail =>
  composeMail({
    to,
    subject: 'Confirm your email address',
    paragraphs: [
      'Somebody, hopefully you, wants to create a Bothways account with this email address.',
      {
        text: 'Open this link to confirm that the address is yours:',
        link: page('/verify-email', token),
        label: 'Confirm address',
      },
      `It works once, for ${durationInWords(env().VERIFY_EMAIL_SECONDS)}.`,
      'It was not you? Then do not open the link: without it there is no account. If you asked more than once, use the link of the mail you asked for last.',
    ],
  })

/**
 * After a sign-in through a provider that does not vouch for the address. The link is good in that browser only.
 * @param token the code itself: only its digest is stored
 */
export const identityConfirmationMail = (to: string, token: string): Mail =>
  composeMail({
    to,
    subject: 'Confirm your email address',
    paragraphs: [
      'Somebody, hopefully you, signed in to Bothways through a provider that does not vouch for this email address.',
      {
        text: 'Open this link in the same browser to confirm that the address is yours:',
        link: page('/verify-email', token),
        label: 'Confirm address',
      },
      `It works once, for ${durationInWords(env().VERIFY_EMAIL_SECONDS)}, and in no other browser.`,
      'It was not you? Then you can ignore this mail: nobody gets an account in your name by it.',
    ],
  })

/** @param to the address of the account, not the one that the provider gave */
export const identityConnectedMail = (to: string): Mail =>
  composeMail({
    to,
    subject: 'A way to sign in was connected',
    paragraphs: [
      'Another way to sign in, through a provider, was connected to your Bothways account.',
      { text: 'You see it here, and can remove it:', link: page('/account'), label: 'Your account' },
      {
        text: 'It was not you? Choose a new password now. That also removes what was connected under other addresses:',
        link: page('/forgot-password'),
        label: 'Choose a new password',
      },
    ],
  })

/** Sent instead of either confirmation mail where the address has an account. There is no code in it. */
export const accountExistsMail = (to: string): Mail =>
  composeMail({
    to,
    subject: 'You already have an account',
    paragraphs: [
      'Somebody, hopefully you, wanted to create a Bothways account with this email address. There is one already, and nothing was changed.',
      { text: 'Sign in:', link: page('/sign-in'), label: 'Sign in' },
      {
        text: 'Or choose a new password, if you forgot yours:',
        link: page('/forgot-password'),
        label: 'Choose a new password',
      },
      'It was not you? Then you can ignore this mail.',
    ],
  })

/** @param token the code itself: only its digest is stored */
export const resetMail = (to: string, token: string): Mail =>
  composeMail({
    to,
    subject: 'Choose a new password',
    paragraphs: [
      'Somebody, hopefully you, asked to reset the password of your Bothways account.',
      {
        text: 'Open this link to choose a new one:',
        link: page('/reset-password', token),
        label: 'Choose a new password',
      },
      `It works once, for ${durationInWords(env().RESET_PASSWORD_SECONDS)}.`,
      'It was not you? Then you can ignore this mail: your password stays as it is.',
    ],
  })

/** For a change on the account page as for a reset by mail. */
export const passwordChangedMail = (to: string): Mail =>
  composeMail({
    to,
    subject: 'Your password was changed',
    paragraphs: [
      'The password of your Bothways account was changed, and every other session was ended.',
      {
        text: 'It was not you? Choose a new password now:',
        link: page('/forgot-password'),
        label: 'Choose a new password',
      },
    ],
  })
