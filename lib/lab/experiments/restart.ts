import 'server-only'
import { strategyIds } from '@/lib/strategies'
import { withSecondInstance } from '../faults/second-instance'
import type { Trial } from '../trial/trial'
import type { Experiment, Outcome } from './contract'

type Seen = { read: number; renewed: number; renewedRead: number; startMs: number }

async function observe({ signedIn, step }: Trial): Promise<Seen> {
  const owner = await signedIn('The owner')
  const start = performance.now()
  return withSecondInstance(async (address) => {
    const startMs = Math.round(performance.now() - start)
    const there = owner.copy(address)
    const ask = async () => (await there.me()).status
    const read = await step('A process that has just started gets the credential.', ask)
    const { status: renewed } = await step('It is asked for a renewal.', () => there.renew())
    const renewedRead = await step('It gets what came of that.', ask)
    return { read, renewed, renewedRead, startMs }
  })
}

function outcomeOf({ read, renewed, renewedRead, startMs }: Seen): Outcome {
  const statuses = { 'status of the read': read, 'status of the renewal': renewed }
  const measured = { ...statuses, 'ms until it was ready': startMs }
  return [read, renewed, renewedRead].every((status) => status === 200)
    ? { verdict: 'Still signed in', result: 'resists', measured }
    : { verdict: 'Not signed in any more', result: 'vulnerable', measured }
}

export const restart: Experiment = {
  slug: 'restart',
  title: 'Restart of the app',
  question: 'The app ends, and another process takes its place. Is everybody still signed in?',
  prediction: {
    ask: 'Who is signed out when the process ends?',
    options: ['Nobody', 'Whoever has a session on the server', 'Whoever has a token'],
  },
  strategies: strategyIds,
  run: async (trial) => outcomeOf(await observe(trial)),
  why: 'Here a second process is started beside the first, with the same settings and the same database, and knows nothing else: as after a crash, or behind a load balancer. Sessions and refresh tokens are rows, the key of the encrypted JWT comes from a secret, and the keys that sign tokens are rows too, encrypted. Whatever lived in the memory of one process would be lost: none of these does.',
  clause: { name: 'The Twelve-Factor App, VI', href: 'https://12factor.net/processes' },
}
