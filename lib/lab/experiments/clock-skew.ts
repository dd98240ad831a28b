import 'server-only'
import { rfc } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { changesAfter, secondsOn, standing, stateOf, madeAnew } from '../trial/clock'
import type { LabClient } from '../trial/lab-client'
import { type Experiment, briefly } from './contract'

const daySeconds = 24 * 60 * 60

const earlierThan = (instant: Date) => (seconds: number) => secondsOn(instant, -seconds)

/** What the door says of its end, asked at the moment at which it was made. */
async function endOf(client: LabClient, start: Date): Promise<Date> {
  const state = await stateOf(client, start)
  if (!state) throw new Error('The door does not know who has just renewed')
  return new Date(state.expiresAt)
}

const orNever = (skew: number | null) => (skew === null ? 'none, up to a day' : briefly(skew))

export const clockSkew: Experiment = {
  slug: 'clock-skew',
  title: 'Clock skew',
  question:
    'One of the servers has a wrong clock. Which credentials does it refuse too early, and which does it accept too long?',
  prediction: {
    ask: 'A clock is an hour behind. What becomes of a credential that ended ten minutes ago?',
    options: ['Nobody accepts it', 'That server accepts it', 'That server refuses also the fresh ones'],
  },
  strategies: strategyIds,
  counts: 'Seconds that a clock may be behind and still take a fresh credential',
  async run({ signedIn, step }) {
    const client = await signedIn('The owner')
    const start = await step('The credential is made anew, at a whole second.', () => madeAnew(client))
    const end = await endOf(client, start)
    const behind = await step('A clock that is behind looks at the fresh credential.', () =>
      changesAfter(client, earlierThan(start), daySeconds),
    )
    const ahead = await step('A clock that is ahead looks at it.', () =>
      changesAfter(client, (seconds) => secondsOn(start, seconds), daySeconds),
    )
    const ended = await step('A clock that is behind looks at it when it has ended.', () =>
      changesAfter(client, earlierThan(end), (end.getTime() - start.getTime()) / 1000),
    )
    const atEnd = await step('A clock that is right looks at it then.', () => standing(client, end))
    const measured = {
      'fresh, refused by a clock that is behind by': orNever(behind),
      'fresh, refused by a clock that is ahead by': orNever(ahead),
      'ended, accepted by a clock that is behind by': orNever(ended),
    }
    if (atEnd === 'authenticated')
      return { verdict: 'Accepted beyond its end by a clock that is right', result: 'vulnerable', measured }
    return behind === null
      ? { verdict: 'Accepted for as long as a clock is behind', result: 'vulnerable', measured }
      : {
          verdict: `Refused by a clock that is more than ${briefly(behind - 1)} behind`,
          result: 'time-limited',
          seconds: behind - 1,
          measured,
        }
  },
  why: 'A clock that is ahead ends everything early by as much, and one that is behind prolongs it, under every strategy: this app gives no leeway at the end. The signed tokens say when they were made, and one from the future is refused: a clock that is far behind gives itself away by accepting nothing. The cookies are not asked when they were made. Hence clocks are synchronised, and watched.',
  clause: rfc(7519, '4.1.4'),
}
