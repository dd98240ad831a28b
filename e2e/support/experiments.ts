import { readLines } from '@/app/(lab)/read-lines'
import type { StrategyId } from '@/lib/auth/contract'
import type { Outcome, RunEvent } from '@/lib/lab'
import type { App } from './app'
import { Client } from './client'

export type Outcomes = Partial<Record<StrategyId, Outcome>>

/** Opens the part of a run that happens in a browser. */
type OpenWindow = (url: string) => Promise<unknown>

/** Every experiment of the registry, as the list page shows them, in its order. */
export async function experimentSlugs(app: App): Promise<string[]> {
  const { text } = await new Client(app).get('/experiments')
  return [...new Set([...text.matchAll(/href="\/experiments\/([a-z0-9-]+)"/g)].map(([, slug = '']) => slug))]
}

/**
 * Runs an experiment by its endpoint, as its page does, and reads what happens line by line.
 * @param openWindow called with the address that wants a window of a browser
 * @throws where it does not come to its end under every strategy
 */
export async function runExperiment(
  app: App,
  slug: string,
  openWindow: OpenWindow = async () => {},
): Promise<Outcomes> {
  const url = `${app.url}/api/lab/experiments/${slug}/run`
  const answer = await fetch(url, { method: 'POST', headers: { origin: app.origin } })
  if (answer.status !== 200 || !answer.body) throw new Error(`${slug}: answered with ${answer.status}`)
  const outcomes: Outcomes = {}
  for await (const event of readLines<RunEvent>(answer.body)) {
    if (event.type === 'failed') throw new Error(`${slug}: could not be tried under ${event.strategy}`)
    if (event.type === 'window') await openWindow(event.url)
    if (event.type === 'outcome') outcomes[event.strategy] = event.outcome
    if (event.type === 'end') return outcomes
  }
  throw new Error(`${slug}: the run broke off`)
}
