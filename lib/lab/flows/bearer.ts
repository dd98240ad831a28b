import 'server-only'
import type { Flow } from './flow'
import { revocation, withPassword } from './with-password'

export const bearer: Flow = {
  slug: 'bearer',
  title: 'Bearer token',
  lead: 'Watch who acts: a script keeps the token and sends it, no cookie is involved. The app believes its own signature.',
  strategy: 'bearer',
  play: withPassword('bearer'),
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
      title: 'The person is checked, a token is signed',
      text: 'The app compares the password with the hash of that account and signs a token that says who it is and in which role. A row is written for the refresh token alone.',
      act: 'sign-in',
      part: 'work',
    },
    {
      label: '3',
      title: 'The tokens go back',
      text: 'The body of the answer carries an access token for minutes and a refresh token for one use.',
      act: 'sign-in',
      part: 'answer',
    },
    {
      label: '4',
      title: 'The client keeps them',
      text: 'Where is up to the client: in memory here, as this client is gone in a moment.',
      act: 'sign-in',
      part: 'in-browser',
    },
    {
      label: '5',
      title: 'The token goes with the next request',
      text: 'The client puts it into the Authorization header. Nothing does that by itself, so no other site can make it happen.',
      act: 'request',
      part: 'request',
    },
    {
      label: '6',
      title: 'The signature is verified',
      text: 'The app verifies signature, type, issuer, audience and time with a key that it holds already.',
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
      text: 'The refresh token is spent by one conditional UPDATE, and a new pair is handed out.',
      act: 'renewal',
      part: 'all',
    },
    ...revocation(
      '7b',
      '7c',
      'Its access token is what it was, and so is the signature: see what it gets, until its token ends.',
    ),
    {
      label: '8',
      title: 'Sign-out',
      text: 'The client drops what it held. Here it also tells the app, which deletes the row: nothing can be refreshed any more.',
      act: 'sign-out',
      part: 'all',
    },
    {
      label: '8a',
      title: 'Somebody sends a copy',
      text: 'Another client sends the access token as it was a moment before. A signature knows nothing of sign-outs: see what it gets.',
      act: 'replay',
      part: 'all',
    },
  ],
}
