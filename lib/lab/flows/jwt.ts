import 'server-only'
import type { Flow } from './flow'
import { revocation, withPassword } from './with-password'

export const jwt: Flow = {
  slug: 'jwt',
  title: 'JWT in a cookie',
  lead: 'Watch the database lane: after signing in it is silent until the token is renewed. The last step is the price of that.',
  strategy: 'jwt',
  play: withPassword('jwt'),
  steps: [
    {
      label: '1',
      title: 'The form is sent',
      text: 'The browser posts the address and the password that were typed.',
      act: 'sign-in',
      part: 'request',
    },
    {
      label: '2',
      title: 'The person is checked, a token is made',
      text: 'The app compares the password with the hash of that account, writes down that somebody signed in, and encrypts who it is into a token.',
      act: 'sign-in',
      part: 'work',
    },
    {
      label: '3',
      title: 'The token goes back',
      text: 'The answer carries it in a Set-Cookie header. Only the app can open it.',
      act: 'sign-in',
      part: 'answer',
    },
    {
      label: '4',
      title: 'The browser keeps the cookie',
      text: 'For the browser it is a cookie like any other, only longer.',
      act: 'sign-in',
      part: 'in-browser',
    },
    {
      label: '5',
      title: 'The cookie goes with the next request',
      text: 'The whole token is sent, by the browser itself, at every request.',
      act: 'request',
      part: 'request',
    },
    {
      label: '6',
      title: 'The token is opened',
      text: 'The app decrypts it and compares its end with the clock. Who it is stands inside, as it was when it was made.',
      act: 'request',
      part: 'work',
    },
    {
      label: '7',
      title: 'The answer',
      text: 'The token was ours and has not ended, so the app answers with what was asked for.',
      act: 'request',
      part: 'answer',
    },
    {
      label: '7a',
      title: 'Renewal',
      text: 'Here the row is looked at: does the session still live, who is the person today? A new token replaces the old one.',
      act: 'renewal',
      part: 'all',
    },
    ...revocation(
      '7b',
      '7c',
      'Its cookie is what it was, and nobody looks anything up: see what it gets, until its token ends.',
    ),
    {
      label: '8',
      title: 'Sign-out',
      text: 'The row is deleted, so nothing can be renewed, and the cookie is taken back.',
      act: 'sign-out',
      part: 'all',
    },
    {
      label: '8a',
      title: 'Somebody sends a copy',
      text: 'Another browser sends the token as it was a moment before. Nobody looks anything up: see what it gets.',
      act: 'replay',
      part: 'all',
    },
  ],
}
