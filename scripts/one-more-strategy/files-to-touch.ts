import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** What one more row in lib/strategies.ts asks for, found by compiling the tree as it would be. Nothing is written. */

const table = 'lib/strategies.ts'
const prismaEnum = 'lib/db/generated/enums.ts'

/** Not found by the compiler: the row itself, and what lib/strategies.test.ts compares with the table. */
export const byHand = [table, 'prisma/schema.prisma', 'app/theme.css']

export type Carrier = 'cookie' | 'header'

const rowOf = (id: string, carrier: Carrier) => `  ${id}: {
    name: 'Another',
    noun: 'another',
    hint: 'One more.',
    carrier: '${carrier}',
    lookup: 'each-request',
    credential: 'signed-jwt',
    endsAtOnce: true,
    proof: 'never',
  },
`

/** The text of a file with `insertion` before the first `place`. @throws Error where there is no such place */
function withBefore(text: string, place: string, insertion: string): string {
  if (!text.includes(place))
    throw new Error(`There is no "${place}" any more: scripts/one-more-strategy looks for it`)
  return text.replace(place, () => insertion + place)
}

const nameOf = (file: string) => path.relative(process.cwd(), file).replaceAll(path.sep, '/')

function configuration(): ts.ParsedCommandLine {
  const host = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }: ts.Diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, ' '))
    },
  }
  return ts.getParsedCommandLineOfConfigFile('tsconfig.json', { incremental: false }, host)!
}

/** Files that no test is, and that speak of strategies: half of the time, and all that the table of CONTRIBUTING has. */
const speaksOfStrategies = (file: string) =>
  file.endsWith('.d.ts') ||
  (/strateg/i.test(readFileSync(file, 'utf8')) && !/\.test\.tsx?$|^e2e\//.test(nameOf(file)))

/** Syntax trees of files, so that a second compilation parses nothing again. */
export type Parsed = Map<string, ts.SourceFile>

/**
 * The existing files to touch for one more strategy.
 * @param among `all` files of the project, as `npm run types` compiles them, or those that `speak of strategies`
 * @param parsed filled, and used again by a further call
 * @returns the files that the compiler finds, and the first error of each; `byHand` are to be added
 */
export function filesThatFail(
  carrier: Carrier,
  among: 'all' | 'speak of strategies' = 'all',
  parsed: Parsed = new Map(),
): Map<string, string> {
  const { fileNames, options } = configuration()
  const patches: Record<string, (text: string) => string> = {
    [table]: (text) => withBefore(text, '} as const satisfies', rowOf('another', carrier)),
    [prismaEnum]: (text) => withBefore(text, `  hybrid: 'hybrid'`, `  another: 'another',\n`),
  }
  const host = ts.createCompilerHost(options)
  host.getSourceFile = (file, languageVersion) => {
    const patch = patches[nameOf(file)]
    const known = patch ? undefined : parsed.get(file)
    if (known) return known
    const text = host.readFile(file)
    if (text === undefined) return undefined
    const source = ts.createSourceFile(file, patch?.(text) ?? text, languageVersion)
    if (!patch) parsed.set(file, source)
    return source
  }
  const rootNames = among === 'all' ? fileNames : fileNames.filter(speaksOfStrategies)
  const program = ts.createProgram({ rootNames, options, host })
  const failing = new Map<string, string>()
  for (const { file, messageText } of diagnosticsOf(program, among === 'all' ? undefined : rootNames)) {
    const name = file ? nameOf(file.fileName) : 'tsconfig.json'
    if (!failing.has(name)) failing.set(name, ts.flattenDiagnosticMessageText(messageText, ' '))
  }
  return failing
}

/** @param files undefined for everything that can be said of a program */
function diagnosticsOf(program: ts.Program, files: string[] | undefined): readonly ts.Diagnostic[] {
  if (!files) return ts.getPreEmitDiagnostics(program)
  const sources = files.map((file) => program.getSourceFile(file)).filter((source) => source !== undefined)
  return sources.flatMap((source) => program.getSemanticDiagnostics(source))
}
