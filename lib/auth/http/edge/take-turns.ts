import 'server-only'

let last: Promise<unknown> = Promise.resolve()

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve))

/**
 * Waits for a turn of the event loop that nobody else has who waits here. Of many sign-ins that arrive at once one begins
 * in each turn; in between, whoever only reads is answered, and does not wait for all of them.
 */
export function takeTurn(): Promise<void> {
  const turn = last.then(nextTurn)
  last = turn
  return turn
}
