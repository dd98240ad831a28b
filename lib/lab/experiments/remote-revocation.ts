import 'server-only'
import { asvs } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { acceptedFor, lifeOf, livesUpTo, livingFor } from '../trial/clock'
import { expected } from '../trial/browser'
import type { LabClient } from '../trial/lab-client'
import type { Trial } from '../trial/trial'
import { type Experiment, type Series, endedAfter, stillRenewed } from './contract'

/** Credentials of several lives, of one session: what its revocation leaves of each. */
async function curve({ step }: Trial, lost: LabClient, owner: LabClient, life: number): Promise<Series> {
  const lives = livesUpTo(life)
  const copies: LabClient[] = []
  for (const seconds of lives)
    copies.push(
      await step(`A credential is made with a life of ${seconds} s.`, () => livingFor(lost, seconds)),
    )
  const id = await lost.sessionId()
  await step('Its session is ended as well.', async () => expected(204, await owner.endSession(id)))
  const revokedAt = new Date()
  const points: Series['points'] = []
  for (const [index, copy] of copies.entries())
    points.push([lives[index]!, await acceptedFor(copy, revokedAt)])
  return { x: 'life that the credential was given (s)', y: 'accepted after the revocation (s)', points }
}

export const remoteRevocation: Experiment = {
  slug: 'remote-revocation',
  title: 'Revoked from another device',
  question: 'A phone is lost. Its owner ends its session from a laptop. For how long does the phone go on?',
  prediction: {
    ask: 'How long until the phone’s last accepted request?',
    options: ['None is accepted any more', 'A few seconds', 'Minutes', 'Until somebody signs in on it again'],
  },
  strategies: strategyIds,
  async run(trial) {
    const { signedIn, step } = trial
    const life = await lifeOf(trial)
    const phone = await signedIn('The owner, on a phone,')
    const laptop = await signedIn('The owner, on a laptop,')
    const id = await phone.sessionId()
    await step('The laptop ends the phone’s session.', async () => expected(204, await laptop.endSession(id)))
    const revokedAt = new Date()
    const after = await step('The phone calls /api/me.', () => phone.me())
    const seconds = await step('The door is asked again, second by second.', () =>
      acceptedFor(phone, revokedAt),
    )
    const renewed = await step('The phone tries to renew.', () => phone.renew())
    const statuses = { 'status of the next request': after.status, 'status of a renewal': renewed.status }
    if (renewed.status === 200) return stillRenewed(statuses)
    const series = await curve(trial, await signedIn('The owner, on another phone,'), laptop, life)
    const outcome = endedAfter(seconds, life)
    return { ...outcome, measured: { ...statuses, ...outcome.measured }, series }
  },
  why: 'Ending a session deletes its row, here and on every instance. Who looks the row up at each request sees that at the next one. Who does not look goes on until the token ends, so the exposure is the life that the token was given: the curve is a straight line. It is never more, because the renewal looks.',
  clause: asvs('7.5.2'),
}
