import 'server-only'
import type { Flow } from './flow'
import { revocation, withPassword } from './with-password'

export const dbsc: Flow = {
  slug: 'dbsc',
  title: 'Device-bound session',
  lead: 'Watch the second request: the browser answers the sign-in by itself, with a key that never leaves the device. The cookie is good for minutes, and the key gets the next one.',
  strategy: 'dbsc',
  play: withPassword('dbsc'),
  steps: [
    {
      label: '1',
      title: 'The form is sent, and the browser registers a key',
      text: 'The browser posts the address and the password. The answer asks it for a key (Secure-Session-Registration), so it makes one, signs the challenge with it, and posts the public key to the registration endpoint. No page takes part.',
      act: 'sign-in',
      part: 'request',
    },
    {
      label: '2',
      title: 'A session is written, then bound',
      text: 'The app compares the password, writes a row, and a moment later puts the public key beside it: one conditional UPDATE, so that only one key can win.',
      act: 'sign-in',
      part: 'work',
    },
    {
      label: '3',
      title: 'Two cookies, one after the other',
      text: 'The first cookie is good for a minute once there is a key; without one it would stay. The second one ends within minutes, and the answer tells the browser where it gets the next.',
      act: 'sign-in',
      part: 'answer',
    },
    {
      label: '4',
      title: 'The browser keeps the cookie, and the key',
      text: 'The cookie can be copied by whoever reads the disk or the memory of the browser. The private key cannot: the device signs with it and never hands it out.',
      act: 'sign-in',
      part: 'in-browser',
    },
    {
      label: '5',
      title: 'The cookie goes with the next request',
      text: 'As every cookie does: nothing is signed for an ordinary request.',
      act: 'request',
      part: 'request',
    },
    {
      label: '6',
      title: 'The cookie is verified and looked up',
      text: 'The app verifies its own signature, finds the row that the cookie names, and sees that the cookie has not ended.',
      act: 'request',
      part: 'work',
    },
    {
      label: '7',
      title: 'The answer',
      text: 'The row is there, and the cookie is one of the last minutes: the app answers with what was asked for.',
      act: 'request',
      part: 'answer',
    },
    {
      label: '7a',
      title: 'The next cookie',
      text: 'Shortly before the cookie ends the browser asks for another. It is refused and given a challenge, signs that with its key, and gets the cookie. Requests of pages wait for it.',
      act: 'renewal',
      part: 'all',
    },
    ...revocation('7b', '7c', 'It has its cookie and its key. There is no row for it any more.'),
    {
      label: '8',
      title: 'Sign-out',
      text: 'The row is deleted first, the public key with it, then the cookie is taken back. When the browser asks for another, it is told to forget the session.',
      act: 'sign-out',
      part: 'all',
    },
    {
      label: '8a',
      title: 'Somebody sends a copy',
      text: 'Another browser sends the cookie as it was a moment before. There is no row for it any more.',
      act: 'replay',
      part: 'all',
    },
  ],
}
