/**
 * bcrypt. Blocks its thread for as long as `cost` demands: only workers call it.
 * @param task.prehashed made of the password by `prehash` in password.ts, not the password itself
 */
export function hash(task: { prehashed: string; cost: number }): string
/**
 * Takes as long for `hash: null`, which never matches, and for a hash of a lower cost, as for a wrong password. Blocks
 * its thread.
 * @returns needsRehash: the hash is of a lower cost than `cost`
 */
export function verify(task: { prehashed: string; hash: string | null; cost: number }): {
  matches: boolean
  needsRehash: boolean
}
