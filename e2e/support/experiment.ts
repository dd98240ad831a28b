import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { Outcome, RunEvent } from '@/lib/lab'
import type { App } from './app'

export type Outcomes = Record<string, Outcome>

/**
 * Runs an experiment as its page does, and reads what happens line by line.
 * @param open called with the address that wants a window of a browser
 */
export async function runExperiment(
  app: App,
  slug: string,
  open: (url: string) => Promise<unknown> = async () => {},
): Promise<Outcomes> {
  const address = `${app.url}/api/lab/experiments/${slug}/run`
  const answer = await fetch(address, { method: 'POST', headers: { origin: app.origin } })
  if (!answer.ok || !answer.body) throw new Error(`${slug} was answered with ${answer.status}`)
  const outcomes: Outcomes = {}
  for await (const line of createInterface(Readable.fromWeb(answer.body as ReadableStream))) {
    const event = JSON.parse(line) as RunEvent
    if (event.type === 'window') await open(event.url)
    if (event.type === 'outcome') outcomes[event.strategy] = event.outcome
    if (event.type === 'failed') throw new Error(`${slug} failed under ${event.strategy}`)
  }
  return outcomes
}

/** The cells that it filled. */
export const verdictsOf = (outcomes: Outcomes) =>
  Object.fromEntries(Object.entries(outcomes).map(([strategy, { verdict }]) => [strategy, verdict]))
