import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  type Stats,
} from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'

/** A file for one person's eyes, in a folder of its own: what others could read or could have written is not taken. */

/** Something is not kept as it should be: `message` is one sentence. */
export class TokenFileError extends Error {}

/** Ours, and nobody else's to read or write. @param advice what to do about a file that others may know */
function insist(what: string, { mode, uid }: Stats, asIs: boolean, advice: string) {
  if (asIs && uid === process.getuid?.() && (mode & 0o077) === 0) return
  throw new TokenFileError(
    `${what} must belong to you and be open to you alone (its mode is ${(mode & 0o777).toString(8)}): ${advice}`,
  )
}

function insistOnFolder(folder: string, advice: string) {
  const stats = lstatSync(folder)
  insist(folder, stats, stats.isDirectory(), advice)
}

/** Makes the folder, mode 700. The folder above it is left as it is: a database may have to get through.
 *  @throws TokenFileError when it is there and open to others */
export function preparePrivateFolder(folder: string, advice: string) {
  mkdirSync(path.dirname(folder), { recursive: true })
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  insistOnFolder(folder, advice)
}

function open(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new TokenFileError(`${file} cannot be read (${code}).`)
  }
}

/** Nothing of what is damaged is repeated: it may be a secret. */
function parsed<Schema extends z.ZodType>(file: string, text: string, schema: Schema): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new TokenFileError(`${file} is damaged: remove it, and sign in again.`)
  }
}

/** @returns undefined when it is not there
 *  @throws TokenFileError when others could read it, when it is a link, somebody else's, or damaged */
export function readPrivateFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  advice: string,
): z.infer<Schema> | undefined {
  const handle = open(file)
  if (handle === undefined) return undefined
  try {
    insistOnFolder(path.dirname(file), advice)
    const stats = fstatSync(handle)
    insist(file, stats, stats.isFile(), advice)
    return parsed(file, readFileSync(handle, 'utf8'), schema)
  } finally {
    closeSync(handle)
  }
}

/** As JSON, mode 600, whole or not at all. The folder is there, and ours. */
export function writePrivateFile(file: string, content: object) {
  const unfinished = `${file}.${process.pid}`
  rmSync(unfinished, { force: true })
  writeFileSync(unfinished, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(unfinished, file)
}

/** No error where there is none. */
export const removePrivateFile = (file: string) => rmSync(file, { force: true })
