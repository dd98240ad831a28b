import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'

/** A request whose sender is known. */
export type Ask = { url: string; headers: Record<string, string> }

/** One connection, kept: what is measured is the request, not its handshake. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

async function once200({ url, headers }: Ask): Promise<void> {
  const sent = request(url, { agent, headers }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`)
}

async function millisecondsOf(ask: Ask): Promise<number> {
  const start = performance.now()
  await once200(ask)
  return performance.now() - start
}

/** Fisher and Yates: every order is as likely. */
function shuffled<Entry>(entries: Entry[]): Entry[] {
  const all = [...entries]
  for (let left = all.length - 1; left > 0; left -= 1) {
    const at = randomInt(left + 1)
    ;[all[left], all[at]] = [all[at]!, all[left]!]
  }
  return all
}

/**
 * Asks each of them `count` times, in turns: whatever else the machine does meets all of them, and none is always the one
 * that comes after itself, with warm caches.
 * @returns how long each request took, milliseconds, by the same names
 */
export async function latencies(asks: Record<string, Ask>, count: number): Promise<Record<string, number[]>> {
  const taken: Record<string, number[]> = Object.fromEntries(Object.keys(asks).map((name) => [name, []]))
  for (let done = 0; done < count; done += 1)
    for (const [name, one] of shuffled(Object.entries(asks))) taken[name]!.push(await millisecondsOf(one))
  return taken
}

const sorted = (values: number[]) => [...values].sort((a, b) => a - b)

/** Nearest rank. @param share between 0 and 1 */
export function quantile(values: number[], share: number): number {
  const all = sorted(values)
  return all[Math.max(0, Math.ceil(share * all.length) - 1)] ?? NaN
}

/** By nearest rank: of an even number of values the lower one in the middle. NaN where there are none. */
export const median = (values: number[]) => quantile(values, 0.5)

/** @param digits after the decimal point */
export const rounded = (value: number, digits = 3) => Number(value.toFixed(digits))

/** What a variant took, each list the requests of one round, beside the same rounds of another. Milliseconds. */
export function compared(rounds: number[][], others: number[][]) {
  const ratios = rounds.map((round, at) => median(round) / median(others[at] ?? []))
  return {
    medianMs: rounded(median(rounds.flat())),
    p95Ms: rounded(quantile(rounds.flat(), 0.95)),
    /** of the medians of each round: the middle one, and the quarter below and above it */
    ratio: rounded(median(ratios)),
    ratioQuartiles: [rounded(quantile(ratios, 0.25)), rounded(quantile(ratios, 0.75))] as const,
  }
}

export type Compared = ReturnType<typeof compared>
