// Runs in a worker thread, unbundled: plain JavaScript, found by path (see password-pool.ts).
import { compareSync, hashSync } from 'bcryptjs'

/** A hash that nothing matches. Comparing with it costs what its cost says: no other part of it matters. */
const unmatchable = (cost) => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`

const costOf = (hash) => Number(hash.slice(4, 6))

/** @param {{ prehashed: string, cost: number }} task */
export const hash = ({ prehashed, cost }) => hashSync(prehashed, cost)

/** @param {{ prehashed: string, hash: string | null, cost: number }} task */
export function verify({ prehashed, hash, cost }) {
  const stored = hash ?? unmatchable(cost)
  const matches = compareSync(prehashed, stored) && hash !== null
  if (!matches) makeUpFor(prehashed, costOf(stored), cost)
  return { matches, needsRehash: costOf(stored) < cost }
}

/** A refusal by an older, cheaper hash would be quicker than one for an unknown person: 2^c + … + 2^(C-1) + 2^c = 2^C. */
function makeUpFor(prehashed, storedCost, cost) {
  for (let missing = storedCost; missing < cost; missing++) compareSync(prehashed, unmatchable(missing))
}
