import 'server-only'
import { asvs } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { withAdministrator } from '../trial/person'
import { acceptedFor, lifeOf } from '../trial/clock'
import { type Experiment, endedAfter } from './contract'

export const userDisabled: Experiment = {
  slug: 'user-disabled',
  title: 'User disabled',
  question:
    'Somebody leaves the company in anger. Their account is disabled while they are signed in. What can they still do?',
  prediction: {
    ask: 'What can they do after it was disabled?',
    options: ['Nothing', 'Go on until the credential ends', 'Go on for as long as they renew it'],
  },
  strategies: strategyIds,
  run: (trial) =>
    withAdministrator(trial, async (administrator) => {
      const { person, signedIn, step } = trial
      const life = await lifeOf(trial)
      const client = await signedIn('The person')
      await step('The account is disabled.', () => administrator.disable(person.id))
      const disabledAt = new Date()
      const after = await step('The person calls /api/me.', () => client.me())
      const seconds = await step('The door is asked again, second by second.', () =>
        acceptedFor(client, disabledAt),
      )
      const renewed = await step('The person tries to renew.', () => client.renew())
      if (renewed.status === 200) return { verdict: 'A disabled person can renew', result: 'vulnerable' }
      const outcome = endedAfter(seconds, life)
      const statuses = { 'status of the next request': after.status, 'status of a renewal': renewed.status }
      return { ...outcome, measured: { ...statuses, ...outcome.measured } }
    }),
  why: 'Disabling ends every session and moves the version of the credentials, in one transaction. Where each request looks, the next one is refused. Where it does not, the last token runs out and no other follows. If minutes are too many for an angry colleague, that is a reason to look.',
  clause: asvs('7.4.2'),
}
