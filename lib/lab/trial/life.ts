import 'server-only'
import { expected } from './browser'
import { changesAfter, secondsOn } from './clock'
import { LabClient } from './client'
import { renewAt } from './renewal'
import type { Trial } from './trial'

/** How long a credential is good by itself: seen of one that is made for it, never read from the settings. */

const daySeconds = 24 * 60 * 60

/** Renews it at a whole second, which is what tokens count in. @returns the instant at which its life begins */
export async function madeAnew(client: LabClient): Promise<Date> {
  const at = new Date(Math.ceil(Date.now() / 1000) * 1000)
  if (!(await renewAt(client, at))) throw new Error('A fresh credential cannot be renewed')
  return at
}

/** The seconds for which the door accepts a fresh credential that nobody ends. A session of its own, beside the others. */
export const lifeOf = ({ strategy, person, step }: Trial): Promise<number> =>
  step('Another credential of the same person is watched to its own end.', async () => {
    const client = new LabClient(strategy)
    expected(200, await client.signIn(person))
    const start = await madeAnew(client)
    const end = await changesAfter(client, (seconds) => secondsOn(start, seconds), daySeconds)
    if (end === null) throw new Error('A fresh credential has no end')
    return end
  })
