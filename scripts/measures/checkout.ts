import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A place in the code, and what stands there instead once a measure is taken away. */
export type Edit = {
  file: string
  /** text that is there once */
  from: string
  to: string
}

/** Everything that git tracks, as it is now; the packages are shared. @returns the folder, to be removed by the caller */
export function copyOfCheckout(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bothways-measures-'))
  execFileSync('chmod', ['711', folder]) // PostgreSQL's account must get through
  const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  })
  for (const file of tracked.split('\0').filter(Boolean)) cpSync(file, path.join(folder, file))
  cpSync('lib/db/generated', path.join(folder, 'lib/db/generated'), { recursive: true })
  execFileSync('cp', ['-al', path.resolve('node_modules'), path.join(folder, 'node_modules')])
  return folder
}

/** How often the text is in the file: once, or the list of measures is to be brought up to date. */
export const occurrences = ({ file, from }: Edit, folder = '.') =>
  readFileSync(path.join(folder, file), 'utf8').split(from).length - 1

/** The files that the edits change, as they are then. @throws Error where a text is not there once */
export function edited(folder: string, edits: readonly Edit[]): Map<string, string> {
  const texts = new Map<string, string>()
  for (const edit of edits) {
    const { file, from, to } = edit
    if (occurrences(edit, folder) !== 1)
      throw new Error(`${file} has "${from}" ${occurrences(edit, folder)} times`)
    const before = texts.get(file) ?? readFileSync(path.join(folder, file), 'utf8')
    texts.set(file, before.split(from).join(to))
  }
  return texts
}

/** Runs `work` while an edit is made in a copy. @throws Error where its text is not there once: nothing was edited */
export async function withEdit<Result>(
  folder: string,
  edit: Edit,
  work: () => Promise<Result>,
): Promise<Result> {
  const place = path.join(folder, edit.file)
  const good = readFileSync(place, 'utf8')
  writeFileSync(place, edited(folder, [edit]).get(edit.file)!)
  try {
    return await work()
  } finally {
    writeFileSync(place, good)
  }
}
