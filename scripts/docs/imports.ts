import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** What the files of the app import of each other at run time. Types are left out: they run nothing. */

const roots = ['app', 'lib']
const single = ['proxy.ts', 'instrumentation.ts']
const notOfTheApp = /\.test\.tsx?$|\/testing(\/|\.ts$)|^lib\/db\/generated\//

const below = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    path.join(folder, name).replaceAll(path.sep, '/'),
  )

/** Every source file of the app, tests excepted: paths from the root of the project. */
export const sourceFiles = (): string[] =>
  [...roots.flatMap(below), ...single].filter((file) => /\.tsx?$/.test(file) && !notOfTheApp.test(file))

/** @returns the imported file; undefined for a package, for JSON and for CSS */
function fileOf(specifier: string, from: string): string | undefined {
  const isOwn = specifier.startsWith('@/') || specifier.startsWith('.')
  if (!isOwn) return undefined
  const target = specifier.startsWith('@/')
    ? specifier.slice(2)
    : path.posix.join(path.posix.dirname(from), specifier)
  return [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`].find(
    (file) => /\.tsx?$/.test(file) && existsSync(file),
  )
}

function isOnlyTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  const { importClause } = node
  if (!importClause) return false
  if (importClause.isTypeOnly) return true
  const { name, namedBindings } = importClause
  const named = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : []
  return !name && named.length > 0 && named.every(({ isTypeOnly }) => isTypeOnly)
}

/** The module that a node loads, by `import`, `export … from` or `import()`. */
function loadedBy(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const { moduleSpecifier } = node
    return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) && !isOnlyTypes(node)
      ? moduleSpecifier.text
      : undefined
  }
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined
  const [first] = node.arguments
  return first && ts.isStringLiteral(first) ? first.text : undefined
}

/** The files of the app that a file loads. */
export function importsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  const found = new Set<string>()
  const visit = (node: ts.Node) => {
    const specifier = loadedBy(node)
    const target = specifier === undefined ? undefined : fileOf(specifier, file)
    if (target) found.add(target)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...found]
}

/** Everything that can be reached in a graph from a node, itself included. */
export function reachedFrom(start: string, next: (node: string) => readonly string[]): Set<string> {
  const reached = new Set([start])
  for (const node of reached) for (const other of next(node)) reached.add(other)
  return reached
}
