import 'server-only'
import { strategies, type StrategyId } from '@/lib/auth'
import { asvs } from '@/lib/standards'
import { onDatabaseLine } from '../faults/database-line'
import { acceptedFor, standing } from '../trial/clock'
import { renewHere, signOutHere, type Told } from '../trial/in-process'
import type { Trial } from '../trial/trial'
import type { Experiment, Outcome } from './contract'
import { briefly } from './words'

type Standing = Awaited<ReturnType<typeof standing>>
/** `lastedSeconds`: for how long it would have gone on by itself */
type Seen = { read: Standing; lastedSeconds: number; renewed: Told; signedOut: Told; afterwards: Standing }

async function observe({ signedIn, step }: Trial): Promise<Seen> {
  const owner = await signedIn('The owner')
  return onDatabaseLine(async (line) => {
    await step('The door reads the credential.', () => standing(owner, new Date()))
    await step('The connection to the database is cut.', line.cut)
    const read = await step('The door is asked who this is.', () => standing(owner, new Date()))
    const lastedSeconds = await step('It is asked again, second by second.', () =>
      acceptedFor(owner, new Date()),
    )
    const renewed = await step('The owner asks for a renewal.', () => renewHere(owner, new Date()))
    const signedOut = await step('The owner signs out.', () => signOutHere(owner, new Date()))
    await step('The connection is mended.', line.mend)
    const afterwards = await step('The door is asked once more.', () => standing(owner, new Date()))
    return { read, lastedSeconds, renewed, signedOut, afterwards }
  })
}

function outcomeOf(
  { read, lastedSeconds, renewed, signedOut, afterwards }: Seen,
  strategy: StrategyId,
): Outcome {
  const measured = { read, renewal: renewed, 'sign-out': signedOut, 'when it is back': afterwards }
  const isHonest = renewed === 'cannot tell' && signedOut === 'cannot tell' && afterwards === 'authenticated'
  if (!isHonest) return { verdict: 'Claims what it cannot know', stance: 'gives-way', measured }
  if (read === 'unavailable')
    return { verdict: 'Cannot tell; signed in again when it is back', stance: 'gives-way', measured }
  if (read !== 'authenticated')
    return { verdict: 'Says that nobody is signed in', stance: 'gives-way', measured }
  const seconds = strategies[strategy].claims.credentialSeconds()
  if (lastedSeconds > seconds) return { verdict: 'Goes on beyond its own end', stance: 'gives-way', measured }
  const verdict = `Goes on, ${briefly(seconds)} at most; sign-out waits`
  const lasted = { 'seconds until its end': lastedSeconds }
  return { verdict, stance: 'bounded', seconds, measured: { ...measured, ...lasted } }
}

export const databaseOutage: Experiment = {
  slug: 'database-outage',
  title: 'Database outage',
  question:
    'The database is gone for a while. Who is still signed in, and does anybody say something untrue?',
  prediction: {
    ask: 'What happens to a sign-out while the database is gone?',
    options: [
      'The cookie is cleared: signed out',
      'It is refused, and nothing changes',
      'It is done when the database is back',
    ],
  },
  strategies: ['database', 'jwt', 'bearer', 'hybrid'],
  run: async (trial) => outcomeOf(await observe(trial), trial.strategy),
  why: 'What is looked up at each request cannot be answered without the database: the answer is “cannot tell” (503), never “signed out”, and the cookie is kept. What is read from the credential alone goes on until its own end, since only the renewal asks the database. A sign-out has to end the session’s row, so it is refused under every strategy: clearing the cookie and leaving the row would be a claim that is not true.',
  clause: asvs('16.5.3'),
}
