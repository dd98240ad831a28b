import { readFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * The text of a source file of this app. An instance runs in its checkout; one that does not shows the list without it.
 * @param file from a list of ours, never from a request
 */
export async function sourceOf(file: string): Promise<string | null> {
  try {
    return await readFile(path.join(/* turbopackIgnore: true */ process.cwd(), file), 'utf8')
  } catch {
    return null
  }
}
