import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { edited, type Edit } from './checkout'

/**
 * One build for all measures: in the copy, a module that some of them change is written once as it is and once without each
 * of these, side by side, and a module of its own name hands out one of them. Which one is decided when a process starts, by
 * this variable.
 */
export const switchVariable = 'MEASURE_TAKEN_AWAY'

/** The names that a module exports at run time: types are none. */
function exportsOf(file: string): string[] {
  const { metafile } = buildSync({
    entryPoints: [file],
    bundle: false,
    format: 'esm',
    metafile: true,
    write: false,
    outdir: path.dirname(file),
    logLevel: 'error',
  })
  return Object.values(metafile.outputs).flatMap((output) => output.exports)
}

/** @param variants by what is taken away, the text of the module without it */
function writeModule(file: string, variants: ReadonlyMap<string, string>) {
  const names = exportsOf(file)
  const base = file.replace(/\.ts$/, '')
  const beside = `./${path.basename(base)}`
  writeFileSync(`${base}.whole.ts`, readFileSync(file, 'utf8'))
  const numbered = [...variants].map(([what, text], number) => ({ what, text, number }))
  for (const { text, number } of numbered) writeFileSync(`${base}.without-${number}.ts`, text)
  const lines = [
    `import * as whole from '${beside}.whole'`,
    ...numbered.map(({ number }) => `import * as without${number} from '${beside}.without-${number}'`),
    'const all: Record<string, typeof whole> = {',
    ...numbered.map(({ what, number }) => `  ${JSON.stringify(what)}: without${number},`),
    '}',
    `const chosen = all[process.env.${switchVariable} ?? ''] ?? whole`,
    ...names.map((name) => `export const ${name} = chosen.${name}`),
    '',
  ]
  writeFileSync(file, lines.join('\n'))
}

/**
 * Makes the switches in a copy of the checkout. The value of the variable is `what` of the measure that is taken away.
 * @throws Error where a text is not in its file once
 */
export function writeSwitches(folder: string, measures: readonly { what: string; edits: readonly Edit[] }[]) {
  const files = new Map<string, Map<string, string>>()
  for (const { what, edits } of measures)
    for (const [file, text] of edited(folder, edits))
      files.set(file, (files.get(file) ?? new Map<string, string>()).set(what, text))
  for (const [file, variants] of files) writeModule(path.join(folder, file), variants)
}
