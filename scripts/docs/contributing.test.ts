import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { byHand, filesThatFail, type Carrier, type Parsed } from '../one-more-strategy/files-to-touch'

/** What CONTRIBUTING.md says is to be done is done here, in memory. */

const text = readFileSync('CONTRIBUTING.md', 'utf8')
const sectionOf = (title: string) =>
  text.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? ''

/** It compiles: much slower than other tests, and slower still where others run beside it. */
const timeoutMs = 180_000

describe('one more strategy', () => {
  const rows = [
    ...sectionOf('One more strategy').matchAll(/^\| `([^`]+)` \|.*\| (both|a cookie|a header) \|$/gm),
  ]
  const listedFor = (carrier: Carrier) =>
    rows.flatMap(([, file = '', kind]) => (kind === 'both' || kind === `a ${carrier}` ? [file] : []))
  const parsed: Parsed = new Map()

  test('has a table with a line for each file', () => {
    const lines = sectionOf('One more strategy')
      .split('\n')
      .filter((line) => /^\|(?! file |---)/.test(line))
    expect(rows).toHaveLength(lines.length)
    expect(rows.length).toBeGreaterThan(byHand.length)
  })

  test.each<Carrier>(['cookie', 'header'])(
    'in a %s touches the files of the table, and no others',
    (carrier) => {
      const touched = [...byHand, ...filesThatFail(carrier, 'speak of strategies', parsed).keys()]
      expect(touched.toSorted()).toEqual(listedFor(carrier).toSorted())
      expect(touched.length).toBeLessThanOrEqual(12)
    },
    timeoutMs,
  )
})

describe('an experiment', () => {
  const section = sectionOf('An experiment')
  const [module = '', lines = ''] = [...section.matchAll(/^```ts\n([^]*?)^```$/gm)].map(
    ([, code = '']) => code,
  )
  const [, name = '', folder = ''] = /This is a whole one, `([^`]+)` in `([^`]+)`/.exec(section) ?? []
  const file = `${folder}/${name}`
  const [, registry = ''] = /in the registry, `([^`]+)`/.exec(section) ?? []
  const [importLine = '', listLine = ''] = lines.split('\n')

  /** The registry with the two lines: the import behind the others, the name at the end of the list. */
  const extended = () => {
    const before = readFileSync(registry, 'utf8')
    const withImport = before.replace(/\n\n(?=\/\*\*)/, () => `\n${importLine}\n\n`)
    const after = withImport.replace(/^\]$/m, () => `${listLine}\n]`)
    expect(after.length).toBe(before.length + lines.length)
    return after
  }

  /** @returns what the compiler says of files that are only in memory */
  function complaints(files: Record<string, string>): string[] {
    const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile) as {
      config: { compilerOptions: object }
    }
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd())
    options.incremental = false
    const host = ts.createCompilerHost(options)
    const nameOf = (name: string) => path.relative(process.cwd(), name).replaceAll(path.sep, '/')
    const [readFile, fileExists] = [host.readFile.bind(host), host.fileExists.bind(host)]
    host.readFile = (name) => files[nameOf(name)] ?? readFile(name)
    host.fileExists = (name) => nameOf(name) in files || fileExists(name)
    host.getSourceFile = (name, version) => {
      const source = host.readFile(name)
      return source === undefined ? undefined : ts.createSourceFile(name, source, version)
    }
    const program = ts.createProgram({ rootNames: ['next-env.d.ts', ...Object.keys(files)], options, host })
    return Object.keys(files).flatMap((name) => {
      const source = program.getSourceFile(name)
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      return found.map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
    })
  }

  test('names the registry that there is, and a module that is not there yet beside it', () => {
    expect(existsSync(registry)).toBe(true)
    expect(path.dirname(file)).toBe(path.dirname(registry))
    expect(existsSync(file)).toBe(false)
  })

  test(
    'has an example that is an Experiment, and that the registry takes; a misspelt field is found',
    () => {
      const misspelt = `${path.dirname(file)}/misspelt.ts`
      const found = complaints({
        [file]: module,
        [registry]: extended(),
        [misspelt]: module.replace('question:', 'qestion:'),
      })
      expect(found.filter((complaint) => !complaint.startsWith(misspelt))).toEqual([])
      expect(found).toHaveLength(1)
    },
    timeoutMs,
  )

  test('has an example whose slug is the name of its file, formatted like all code', async () => {
    expect(module).toContain(`slug: '${path.basename(file, '.ts')}'`)
    const options = await resolveConfig(registry)
    expect(await format(module, { ...options, filepath: file })).toBe(module)
  })

  test('names commands that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>
    }
    const commands = [...text.matchAll(/`npm (?:run )?([\w-]+)[^`]*`/g)].map(([, name = '']) => name)
    const known = [...Object.keys(scripts), 'ci']
    expect(commands.length).toBeGreaterThan(5)
    expect(commands.filter((name) => !known.includes(name))).toEqual([])
  })
})
