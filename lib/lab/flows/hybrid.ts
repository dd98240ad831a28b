import 'server-only'
import type { Flow } from './flow'
import { revocation, withPassword } from './with-password'

export const hybrid: Flow = {
  slug: 'hybrid',
  title: 'Hybrid',
  lead: 'Watch step 6: a signed token as with a bearer, and a look at the row that it names as with a session.',
  strategy: 'hybrid',
  play: withPassword('hybrid'),
  steps: [
    {
      label: '1',
      title: 'The credentials are posted',
      text: 'The client sends the address and the password to the token endpoint.',
      act: 'sign-in',
      part: 'request',
    },
    {
      label: '2',
      title: 'A session is written, a token names it',
      text: 'The app compares the password with the hash of that account, writes a session, and signs a token whose `sid` is the id of that row.',
      act: 'sign-in',
      part: 'work',
    },
    {
      label: '3',
      title: 'The tokens go back',
      text: 'The body of the answer carries the access token and a refresh token for one use.',
      act: 'sign-in',
      part: 'answer',
    },
    {
      label: '4',
      title: 'The client keeps them',
      text: 'Where is up to the client: in memory here.',
      act: 'sign-in',
      part: 'in-browser',
    },
    {
      label: '5',
      title: 'The token goes with the next request',
      text: 'The client puts it into the Authorization header.',
      act: 'request',
      part: 'request',
    },
    {
      label: '6',
      title: 'The signature, then the row',
      text: 'A token that is not ours costs no query. One that is ours is good only while its session lives.',
      act: 'request',
      part: 'work',
    },
    {
      label: '7',
      title: 'The answer',
      text: 'Token and row agree, so the app answers with what was asked for.',
      act: 'request',
      part: 'answer',
    },
    {
      label: '7a',
      title: 'Renewal',
      text: 'The refresh token is spent by one conditional UPDATE, and a new pair is handed out for the same session.',
      act: 'renewal',
      part: 'all',
    },
    ...revocation(
      '7b',
      '7c',
      'Its access token is what it was, and so is the signature. The row that it names is gone.',
    ),
    {
      label: '8',
      title: 'Sign-out',
      text: 'The row is deleted, and the client drops what it held.',
      act: 'sign-out',
      part: 'all',
    },
    {
      label: '8a',
      title: 'Somebody sends a copy',
      text: 'Another client sends the access token as it was a moment before. Its signature is as good as ever; its row is gone.',
      act: 'replay',
      part: 'all',
    },
  ],
}
