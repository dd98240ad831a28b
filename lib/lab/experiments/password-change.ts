import 'server-only'
import { asvs } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { expected } from '../trial/browser'
import { acceptedFor, lifeOf } from '../trial/clock'
import { personNow, signedInAs } from '../trial/begin-session'
import { LabClient } from '../trial/lab-client'
import { type Experiment, endedAfter, stillRenewed } from './contract'

const newPassword = 'another phrase for the length of one trial'

export const passwordChange: Experiment = {
  slug: 'password-change',
  title: 'Password change',
  question:
    'Somebody copied the credential, and is signed in on a device of their own as well. The owner changes the password. Is the thief out?',
  prediction: {
    ask: 'What does a new password end?',
    options: [
      'Everything that the old one began',
      'Only what signs in from now on',
      'It depends on the strategy',
    ],
  },
  strategies: strategyIds,
  async run(trial) {
    const { person, signedIn, step } = trial
    const life = await lifeOf(trial)
    const owner = await signedIn('The owner')
    const device = await signedIn('Somebody who knows the old password')
    const thief = await step(
      'A thief copies everything that can be copied from the owner’s browser.',
      async () => owner.stolen(),
    )
    const before = await personNow(person)
    await step('The owner changes the password.', async () =>
      expected(204, await owner.changePassword(person.password, newPassword)),
    )
    const changedAt = new Date()
    const replayed = await step('The thief calls /api/me with the copy.', () => thief.me())
    const copy = await step('The door is asked about the copy.', () => acceptedFor(thief, changedAt))
    const other = await step('And about the other device.', () => acceptedFor(device, changedAt))
    const lateAt = new Date()
    const late = await step(
      'A sign-in with the old password, begun before the change, comes to its end.',
      () => signedInAs(new LabClient(trial.strategy), before, lateAt),
    )
    const overtaken = await step('And about that one.', () => acceptedFor(late, lateAt))
    const renewals = await step('All three try to renew.', async () => [
      (await thief.renew()).status,
      (await device.renew()).status,
      (await late.renew()).status,
    ])
    const statuses = {
      'status of the replay': replayed.status,
      'status of the renewals': renewals.join(', '),
    }
    if (renewals.includes(200)) return stillRenewed(statuses)
    const outcome = endedAfter(Math.max(copy, other, overtaken), life)
    return { ...outcome, measured: { ...statuses, ...outcome.measured } }
  },
  why: 'Every session remembers the version of the credentials that it began with, and a new password moves that version: all sessions before it are dead in one statement, also one that is being made at that moment. Who compares at each request refuses at once. A token that is not looked up goes on to its end, but is not renewed.',
  clause: asvs('7.4.3'),
}
