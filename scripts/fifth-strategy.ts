import path from 'node:path'
import ts from 'typescript'

/**
 * `npm run fifth-strategy`: what one more row in lib/strategies.ts asks for. Compiles the tree as it would be with the row
 * (in memory, nothing is written) and lists the existing files that have to be touched: those that the compiler finds,
 * and those that a unit test finds (lib/strategies.test.ts). Ends with 1 where there are more than `most`.
 */

const most = 12
const table = 'lib/strategies.ts'
const prismaEnum = 'lib/db/generated/enums.ts'

/** Not found by the compiler: the row itself, and what lib/strategies.test.ts compares with the table. */
const byHand = [table, 'prisma/schema.prisma', 'app/theme.css']

const rowOf = (id: string, carrier: 'cookie' | 'header') => `  ${id}: {
    name: 'Fifth',
    noun: 'fifth',
    hint: 'One more.',
    carrier: '${carrier}',
    lookup: 'each-request',
    credential: 'signed-jwt',
    endsAtOnce: true,
  },
`

/** The text of a file with `insertion` before the first `place`. @throws Error where there is no such place */
function withBefore(text: string, place: string, insertion: string): string {
  if (!text.includes(place))
    throw new Error(`There is no "${place}" any more: scripts/fifth-strategy.ts looks for it`)
  return text.replace(place, () => insertion + place)
}

/** @returns the files with errors, by the compiler, and the first error of each */
function filesThatFail(patched: Record<string, (text: string) => string>): Map<string, string> {
  const config = ts.getParsedCommandLineOfConfigFile(
    'tsconfig.json',
    { incremental: false },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, ' '))
      },
    },
  )!
  const host = ts.createCompilerHost(config.options)
  const nameOf = (file: string) => path.relative(process.cwd(), file).replaceAll(path.sep, '/')
  const read = host.readFile.bind(host)
  host.readFile = (file) => {
    const text = read(file)
    return text === undefined ? undefined : (patched[nameOf(file)]?.(text) ?? text)
  }
  host.getSourceFile = (file, options) => {
    const text = host.readFile(file)
    return text === undefined ? undefined : ts.createSourceFile(file, text, options)
  }
  const program = ts.createProgram({ rootNames: config.fileNames, options: config.options, host })
  const failing = new Map<string, string>()
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = file ? nameOf(file.fileName) : 'tsconfig.json'
    if (!failing.has(name)) failing.set(name, ts.flattenDiagnosticMessageText(messageText, ' '))
  }
  return failing
}

function main(carrier: string) {
  if (carrier !== 'cookie' && carrier !== 'header') throw new Error('--carrier is cookie or header')
  const failing = filesThatFail({
    [table]: (text) => withBefore(text, '} as const satisfies', rowOf('fifth', carrier)),
    [prismaEnum]: (text) => withBefore(text, `  hybrid: 'hybrid'`, `  fifth: 'fifth',\n`),
  })
  const touched = [...byHand, ...failing.keys()]
  console.log(`One more strategy in a ${carrier} touches ${touched.length} existing files (at most ${most}):`)
  for (const file of byHand) console.log(`  ${file}`)
  for (const [file, error] of failing) console.log(`  ${file}: ${error.slice(0, 160)}`)
  if (touched.length > most) process.exitCode = 1
}

main(process.argv[2]?.replace('--carrier=', '') ?? 'header')
