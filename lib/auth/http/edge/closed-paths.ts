import 'server-only'
import { hook } from '@/lib/hooks'

/** Paths that this build has and that are to be absent in this process, each with all that is below it. */
export const closedPaths = hook<readonly string[]>('closed-paths', [])

/**
 * Whether a path is closed: it answers 404 by every method. So are the other names that the framework has for it: with
 * escaped characters, and with an ending (`.rsc`, `.segments/…`) for the data of a page.
 * @param path without a query; must decode
 */
export function isClosed(path: string): boolean {
  const plain = decodeURIComponent(path)
  return closedPaths
    .get()
    .some((closed) => plain.startsWith(closed) && !/[\w-]/.test(plain.charAt(closed.length)))
}
