import 'server-only'
import { asvs } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { onDatabaseLine } from '../faults/database-line'
import { acceptedFor, standing, lifeOf, statusAt } from '../trial/clock'
import { renewHere, signOutHere, type Told } from '../trial/in-process'
import type { Trial } from '../trial/trial'
import { type Experiment, type Outcome, briefly } from './contract'

type Standing = Awaited<ReturnType<typeof standing>>
/**
 * `status`: of the answer to who this is; `lasted`: for how many seconds it would have gone on by itself; `life`: a fresh
 * one, with the database there
 */
type Seen = {
  read: Standing
  status: number
  lasted: number
  life: number
  renewed: Told
  signedOut: Told
  afterwards: Standing
}

async function observe(trial: Trial): Promise<Seen> {
  const { signedIn, step } = trial
  const life = await lifeOf(trial)
  const owner = await signedIn('The owner')
  return onDatabaseLine(async (line) => {
    await step('The door reads the credential.', () => standing(owner, new Date()))
    await step('The connection to the database is cut.', line.cut)
    const read = await step('The door is asked who this is.', () => standing(owner, new Date()))
    const status = await step('Its answer is written.', () => statusAt(owner, new Date()))
    const lasted = await step('It is asked again, second by second.', () => acceptedFor(owner, new Date()))
    const renewed = await step('The owner asks for a renewal.', () => renewHere(owner, new Date()))
    const signedOut = await step('The owner signs out.', () => signOutHere(owner, new Date()))
    await step('The connection is mended.', line.mend)
    const afterwards = await step('The door is asked once more.', () => standing(owner, new Date()))
    return { read, status, lasted, life, renewed, signedOut, afterwards }
  })
}

function outcomeOf({ read, status, lasted, life, renewed, signedOut, afterwards }: Seen): Outcome {
  const measured = {
    read,
    'status of its answer': status,
    renewal: renewed,
    'sign-out': signedOut,
    'when it is back': afterwards,
  }
  const isHonest = renewed === 'cannot tell' && signedOut === 'cannot tell' && afterwards === 'authenticated'
  if (!isHonest) return { verdict: 'Claims what it cannot know', result: 'vulnerable', measured }
  if (status !== (read === 'unavailable' ? 503 : 200))
    return { verdict: 'Says that nobody is signed in', result: 'vulnerable', measured }
  if (read === 'unavailable')
    return { verdict: 'Cannot tell; signed in again when it is back', result: 'vulnerable', measured }
  if (lasted > life) return { verdict: 'Goes on beyond its own end', result: 'vulnerable', measured }
  const verdict = `Goes on, ${briefly(life)} at most; sign-out waits`
  const counted = { 'seconds until its end': lasted, 'seconds that a fresh one lasted': life }
  return { verdict, result: 'time-limited', seconds: life, measured: { ...measured, ...counted } }
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
  strategies: strategyIds,
  counts: 'Seconds that it goes on without the database, at most',
  run: async (trial) => outcomeOf(await observe(trial)),
  why: 'What is looked up at each request cannot be answered without the database: the answer is “cannot tell” (503), never “signed out”, and the cookie is kept. What is read from the credential alone goes on until its own end, since only the renewal asks the database. A sign-out has to end the session’s row, so it is refused under every strategy: clearing the cookie and leaving the row would be to say what is not true.',
  clause: asvs('16.5.3'),
}
