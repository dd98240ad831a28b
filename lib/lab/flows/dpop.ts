import 'server-only'
import type { Flow } from './flow'
import { revocation, withPassword } from './with-password'

export const dpop: Flow = {
  slug: 'dpop',
  title: 'DPoP token',
  lead: 'Watch the key: the client makes one that cannot be exported, and signs a proof for each request. The token is bound to it.',
  strategy: 'dpop',
  play: withPassword('dpop'),
  steps: [
    {
      label: '1',
      title: 'The credentials are posted, with a proof',
      text: 'The client makes a key pair, and sends the address, the password and a proof: a JWT about this one request, signed with the private key, with the public key in its header. The app first asks for a nonce, and the proof is made again with it.',
      act: 'sign-in',
      part: 'request',
    },
    {
      label: '2',
      title: 'The person and the proof are checked, a token is signed',
      text: 'The app compares the password with the hash of that account, verifies the proof, and signs a token that names the key by its thumbprint (cnf). The row of the refresh token has the thumbprint too.',
      act: 'sign-in',
      part: 'work',
    },
    {
      label: '3',
      title: 'The tokens go back',
      text: 'The body of the answer carries an access token for minutes and a refresh token for one use. Their type is DPoP: without the key neither opens anything.',
      act: 'sign-in',
      part: 'answer',
    },
    {
      label: '4',
      title: 'The client keeps them, and the key',
      text: 'The tokens can be read and copied. The private key cannot: the platform signs with it and never hands it out.',
      act: 'sign-in',
      part: 'in-browser',
    },
    {
      label: '5',
      title: 'Token and proof go with the next request',
      text: 'The Authorization header has the token under the scheme DPoP. A new proof goes beside it: for this method, this address, this token and this moment.',
      act: 'request',
      part: 'request',
    },
    {
      label: '6',
      title: 'Token and proof are verified',
      text: 'The app verifies the token with a key that it holds, then the proof with the key that the token names. The identifier of the proof is written down, so that no instance takes it a second time.',
      act: 'request',
      part: 'work',
    },
    {
      label: '7',
      title: 'The answer',
      text: 'The token was ours and had not ended, and whoever sent it has the key: the app answers with what was asked for.',
      act: 'request',
      part: 'answer',
    },
    {
      label: '7a',
      title: 'Renewal',
      text: 'The refresh token and a proof by the same key: the token is spent by one conditional UPDATE, and a new pair is handed out.',
      act: 'renewal',
      part: 'all',
    },
    ...revocation(
      '7b',
      '7c',
      'It has its token and its key, and the signature is what it was: see what it gets, until its token ends.',
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
      text: 'Another client sends the access token as it was a moment before, under both schemes if it likes. It has no key that fits: see what it gets.',
      act: 'replay',
      part: 'all',
    },
  ],
}
