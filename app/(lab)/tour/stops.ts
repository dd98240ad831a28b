export type Stop = { title: string; text: string; href: string; action: string }

/** Five minutes: each stop says in two sentences what to do and what to look at, and leads there. */
export const stops: readonly Stop[] = [
  {
    title: 'Sign in everywhere',
    text: 'Sign in as Ada under all strategies at once, then send one request to all of them. The answers are the same person; look at what the client holds, and at what the server keeps.',
    href: '/compare',
    action: 'Compare side by side',
  },
  {
    title: 'Replay after sign-out',
    text: 'Predict first, then run it: somebody copies the credential before its owner signs out. See where the copy is refused at once, and where it goes on until its own end.',
    href: '/experiments/replay-after-sign-out',
    action: 'Run the experiment',
  },
  {
    title: 'Revoke from another device',
    text: 'The same, from afar: a second browser ends the session of the first. The meter counts the seconds from “revoke” to the last request that was still accepted.',
    href: '/experiments/remote-revocation',
    action: 'Read the meter',
  },
  {
    title: 'Stolen by a script',
    text: 'A script of somebody else runs in a page, once without and once with the app’s policy. Look at what it could carry away, and at what it could only use on the spot.',
    href: '/experiments/stolen-by-script',
    action: 'Let it in',
  },
  {
    title: 'See it on the wire',
    text: 'Record one flow and go through it with the arrow keys. Each step is a request that was really sent, with the cookie, the row and the claims that belong to it.',
    href: '/wire',
    action: 'Record a flow',
  },
  {
    title: 'Choose',
    text: 'Answer what is true of your product. The guide names a strategy, and each of its reasons leads to an experiment that you can run again.',
    href: '/choose',
    action: 'Find yours',
  },
]

const first = 1

/** The step that an address names; none for all else that stands there. */
export const stepIn = (value: string | string[] | null | undefined) =>
  stops.some((_, at) => String(at + first) === value) ? Number(value) : null

/** @param step counted from 1; undefined for a number that is none of them */
export const stopAt = (step: number) => stops[step - first]

/** The page of a stop, which goes on from there by itself. */
export const hrefOf = (step: number) => `${stopAt(step)?.href}?tour=${step}`
