import 'server-only'
import { strategies } from '@/lib/auth'
import { rfc } from '@/lib/standards'
import { secondsOn, standing, stateOf } from '../trial/clock'
import type { LabClient } from '../trial/client'
import type { Experiment } from './contract'
import { briefly } from './words'

const daySeconds = 24 * 60 * 60

const isAccepted = async (client: LabClient, at: Date) => (await standing(client, at)) === 'authenticated'

/**
 * From how many seconds on the door changes its mind, found by halving: it does so once in this span.
 * @returns null where the longest changes nothing
 */
async function changesFrom(client: LabClient, instant: Date, direction: 1 | -1, longest: number) {
  const at = (skew: number) => isAccepted(client, secondsOn(instant, direction * skew))
  const first = await at(0)
  if ((await at(longest)) === first) return null
  let [same, other] = [0, longest]
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2)
    if ((await at(middle)) === first) same = middle
    else other = middle
  }
  return other
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
  strategies: ['database', 'jwt', 'bearer', 'hybrid'],
  async run({ strategy, signedIn, step }) {
    const client = await signedIn('The owner')
    const state = await stateOf(client, new Date())
    if (!state) throw new Error('The door does not know who has just signed in')
    const end = new Date(state.expiresAt)
    const life = strategies[strategy].claims.credentialSeconds()
    const start = secondsOn(end, -life)
    const behind = await step('A clock that is behind looks at a fresh credential.', () =>
      changesFrom(client, start, -1, daySeconds),
    )
    const ahead = await step('A clock that is ahead looks at it.', () =>
      changesFrom(client, start, 1, daySeconds),
    )
    const ended = await step('A clock that is behind looks at one that has ended.', () =>
      changesFrom(client, end, -1, life),
    )
    const measured = {
      'fresh, refused by a clock that is behind by': orNever(behind),
      'fresh, refused by a clock that is ahead by': orNever(ahead),
      'ended, accepted by a clock that is behind by': orNever(ended),
    }
    return behind === null
      ? { verdict: 'Accepted for as long as a clock is behind', stance: 'gives-way', measured }
      : {
          ...{
            verdict: `Refused by a clock that is more than ${briefly(behind - 1)} behind`,
            stance: 'bounded',
          },
          ...{ seconds: behind - 1, measured },
        }
  },
  why: 'A clock that is ahead ends everything early by as much, and one that is behind prolongs it, under every strategy: this app gives no leeway at the end. The signed tokens say when they were made, and one from the future is refused: a clock that is far behind gives itself away by accepting nothing. The cookies are not asked when they were made. Hence clocks are synchronised, and watched.',
  clause: rfc(7519, '4.1.4'),
}
