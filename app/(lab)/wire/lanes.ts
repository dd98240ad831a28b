import type { Lane, Recording } from '@/lib/lab'

export const laneNames: Record<Lane, string> = {
  browser: 'Browser',
  app: 'App',
  database: 'Database',
  provider: 'Provider',
}

const order: Lane[] = ['browser', 'app', 'database', 'provider']

/** The lanes that a recording has something on, from left to right. */
export function lanesOf({ steps }: Recording): Lane[] {
  const used = new Set(steps.flatMap(({ messages }) => messages.flatMap(({ from, to }) => [from, to])))
  return order.filter((lane) => used.has(lane))
}

/** "12 ms", "0.4 ms", "1.84 s" */
export const inMs = (ms: number) =>
  ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms >= 10 ? Math.round(ms) : ms.toFixed(1)} ms`
