import { setTimeout as passed } from 'node:timers/promises'

const pollMs = 25

/** Asks again and again until the answer is truthy. @throws Error naming `what` at the deadline */
export async function until<Result>(
  what: string,
  ask: () => Promise<Result> | Result,
  deadlineMs = 10_000,
): Promise<NonNullable<Result>> {
  const end = Date.now() + deadlineMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`Waited ${deadlineMs} ms for ${what}`)
    await passed(pollMs)
  }
}
