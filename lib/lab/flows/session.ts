import 'server-only'
import type { Flow } from './flow'
import { revocation, withPassword } from './with-password'

export const session: Flow = {
  slug: 'session',
  title: 'Database session',
  lead: 'Watch the cookie: the session token in it is a number without meaning, and each request makes the app ask the database whose it is.',
  strategy: 'database',
  play: withPassword('database'),
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
      title: 'The person is checked, a session is written',
      text: 'The app compares the password with the hash of that account and writes a row: a digest of a fresh random id, and who it stands for.',
      act: 'sign-in',
      part: 'work',
    },
    {
      label: '3',
      title: 'The id goes back',
      text: 'The answer carries the id in a Set-Cookie header. It is the only time that the app sends it.',
      act: 'sign-in',
      part: 'answer',
    },
    {
      label: '4',
      title: 'The browser keeps the cookie',
      text: 'HttpOnly keeps scripts away from it; SameSite and Path say which requests it goes with.',
      act: 'sign-in',
      part: 'in-browser',
    },
    {
      label: '5',
      title: 'The cookie goes with the next request',
      text: 'The browser adds it by itself to whatever it asks this app for.',
      act: 'request',
      part: 'request',
    },
    {
      label: '6',
      title: 'The id is looked up',
      text: 'The app digests the id and looks for its row, and finds the person there as they are today.',
      act: 'request',
      part: 'work',
    },
    {
      label: '7',
      title: 'The answer',
      text: 'The row is there and has not ended, so the app answers with what was asked for.',
      act: 'request',
      part: 'answer',
    },
    {
      label: '7a',
      title: 'Renewal',
      text: 'Activity moves the end of the row. The cookie stays the same.',
      act: 'renewal',
      part: 'all',
    },
    ...revocation('7b', '7c', 'Its cookie is what it was. There is no row for it any more.'),
    {
      label: '8',
      title: 'Sign-out',
      text: 'The row is deleted first, then the cookie is taken back.',
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
