import 'server-only'
import { db } from '@/lib/db/prisma-client'
import { asvs } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { expected } from '../trial/browser'
import type { LabClient } from '../trial/lab-client'
import type { Experiment } from './contract'

const races = 5

/** A person's refresh tokens that could still be spent. */
const unspent = (userId: string) => db().refreshToken.count({ where: { session: { userId }, spentAt: null } })

/**
 * Two tabs hold the same credential, and renew it at the same moment.
 * @returns how many of the two go on: what they hold is accepted, and it is what they were given
 */
async function race(tabs: LabClient[]): Promise<number> {
  const renewed = await Promise.all(tabs.map((tab) => tab.renew()))
  const after = await Promise.all(tabs.map((tab) => tab.me()))
  return tabs.filter((_, tab) => renewed[tab]!.status === 200 && after[tab]!.status === 200).length
}

/** How many different credentials they hold that are accepted. */
async function good(clients: LabClient[]): Promise<number> {
  const accepted = new Set<string>()
  for (const client of clients) if ((await client.me()).status === 200) accepted.add(client.credential)
  return accepted.size
}

const one = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

export const twoTabs: Experiment = {
  slug: 'two-tabs',
  title: 'Two tabs renew at once',
  question:
    'Two tabs wake up at the same moment, and both renew the one credential that they share. What happens?',
  prediction: {
    ask: 'What is left after the race?',
    options: [
      'One tab goes on, the other is signed out',
      'Both are signed out: it looks like theft',
      'Both go on, as one session',
      'Both go on, as two sessions',
    ],
  },
  strategies: strategyIds,
  async run({ person, signedIn, step }) {
    const tab = await signedIn('The owner')
    const before = tab.copy()
    const tabs = [tab, tab.copy()]
    const going: number[] = []
    for (let index = 1; index <= races; index++)
      going.push(await step(`Race ${index}: both tabs renew.`, () => race(tabs)))
    const measured: Record<string, number> = { races }
    if (going.some((count) => count < tabs.length))
      return { verdict: 'A tab is signed out', result: 'vulnerable', measured }
    const { sessions } = await step(
      'The sessions are listed.',
      async () => expected(200, await tab.read('GET /api/sessions')).value,
    )
    const refreshTokens = await unspent(person.id)
    const credentials = await step('Every credential that was seen last is tried.', () =>
      good([before, ...tabs]),
    )
    measured['refresh tokens alive'] = refreshTokens
    measured['good credentials'] = credentials
    return {
      verdict: `Both go on, as ${one(sessions.length, 'session')}`,
      result: sessions.length === 1 && refreshTokens <= 1 ? 'resists' : 'vulnerable',
      measured,
    }
  },
  why: 'The cookie of a database session keeps its value: renewing moves the end of one row, twice is once. A renewed JWT is a new one, and the one before lives on until its own end: several are good at a time, all of one session. The same is true of the cookie that a device signs for. A refresh token is spent by one conditional UPDATE, so one tab wins; the other, within the grace, gets the winner’s successor instead of being taken for a thief.',
  clause: asvs('15.4.2'),
}
