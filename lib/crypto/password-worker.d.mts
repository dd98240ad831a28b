export function hash(task: { prehashed: string; cost: number }): string
export function verify(task: { prehashed: string; hash: string | null; cost: number }): {
  matches: boolean
  needsRehash: boolean
}
