import 'server-only'
import { asvs } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { acceptedFor, lifeOf } from '../trial/clock'
import { type Experiment, endedAfter, neverAccepted, stillRenewed } from './contract'

export const replayAfterSignOut: Experiment = {
  slug: 'replay-after-sign-out',
  title: 'Replay after sign-out',
  question: 'Somebody copied the credential. Its owner signs out. Does the copy still work?',
  prediction: {
    ask: 'For which strategies does the copy still work?',
    options: ['For none: signed out is signed out', 'For those that look nothing up', 'For all of them'],
  },
  strategies: strategyIds,
  async run(trial) {
    const { signedIn, step } = trial
    const owner = await signedIn('The owner')
    const thief = await step('A thief copies everything that can be copied.', async () => owner.stolen())
    const early = await step('The thief tries the copy at once.', () => thief.me())
    const tab = owner.copy()
    await step('The owner signs out.', () => owner.signOut())
    const signedOutAt = new Date()
    const replayed = await step('The thief calls /api/me with the copy.', () => thief.me())
    const seconds = await step('The door is asked again, second by second.', () =>
      acceptedFor(thief, signedOutAt),
    )
    const renewals = await step('The thief tries to renew, and the client of the owner.', async () => [
      (await thief.renew()).status,
      (await tab.renew()).status,
    ])
    const statuses = {
      'status of the replay': replayed.status,
      'status of the renewals': renewals.join(', '),
    }
    if (renewals.includes(200)) return stillRenewed(statuses)
    if (early.status !== 200 && seconds === 0) {
      const own = await step('The door is asked about the owner’s own client, which has the key.', () =>
        acceptedFor(tab, signedOutAt),
      )
      return neverAccepted({
        'status of the copy, before and after': `${early.status}, ${replayed.status}`,
        'seconds that the client with the key goes on': own,
        'status of the renewals': renewals.join(', '),
      })
    }
    const outcome = endedAfter(seconds, await lifeOf(trial))
    return { ...outcome, measured: { ...statuses, ...outcome.measured } }
  },
  why: 'Signing out deletes the session’s row. A strategy that looks the row up at each request refuses the copy at the next one. One that looks nothing up learns of it only when the token is renewed, and a copy need not be renewed: it is good until its own end. Hence its life is minutes. A token that is bound to a key is no exception for whoever has the key; a copy is refused from the first moment, because it comes without.',
  clause: asvs('7.4.1'),
}
