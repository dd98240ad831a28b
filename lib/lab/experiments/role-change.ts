import 'server-only'
import { asvs } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { withAdministrator } from '../trial/person'
import { expected } from '../trial/browser'
import { roleHeldFor, lifeOf } from '../trial/clock'
import { type Experiment, endedAfter } from './contract'

const says = {
  atOnce: 'The old role opens nothing any more',
  untilItsEnd: 'The old role opens the admin API until the credential ends',
  beyond: 'The old role outlives the credential',
}

export const roleChange: Experiment = {
  slug: 'role-change',
  title: 'Role change',
  question: 'An administrator is made an ordinary user while signed in. Does the admin API still open?',
  prediction: {
    ask: 'For how long does the old role open the admin API?',
    options: ['Not for one request', 'Until the credential is renewed', 'Until the person signs in again'],
  },
  strategies: strategyIds,
  run: (trial) =>
    withAdministrator(trial, async (administrator) => {
      const { person, signedIn, step } = trial
      await step('The person is made an administrator.', () => administrator.setRole(person.id, 'admin'))
      const client = await signedIn('The person')
      await step('The admin API opens.', async () => expected(200, await client.read('GET /api/admin/stats')))
      await step('The person is made an ordinary user.', () => administrator.setRole(person.id, 'user'))
      const demotedAt = new Date()
      const before = await step('The person calls the admin API again.', () =>
        client.read('GET /api/admin/stats'),
      )
      const seconds = await step('The door is asked for the role, second by second.', () =>
        roleHeldFor(client, 'admin', demotedAt),
      )
      await step('The credential is renewed.', async () => expected(200, await client.renew()))
      const renewed = await step('And the admin API called once more.', () =>
        client.read('GET /api/admin/stats'),
      )
      if (renewed.status === 200) return { verdict: 'The old role survives a renewal', result: 'vulnerable' }
      const outcome = endedAfter(seconds, await lifeOf(trial), says)
      const statuses = { 'status at once': before.status, 'status after a renewal': renewed.status }
      return { ...outcome, measured: { ...statuses, ...outcome.measured } }
    }),
  why: 'A token that carries the role says what was true when it was made, for as long as it lives. A strategy that looks up the session gets the person with it, and the role of this moment, in the same query. What changes something is safe under each of them: there the app always compares before it acts. So the stale role only reads.',
  clause: asvs('8.3.2'),
}
