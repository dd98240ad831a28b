import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const checkout = path.resolve('artifacts/without-recorder')

type Edit = { start: number; end: number; text: string }

/** `span(name, work, …)` is its work; `traced(pool)` is the pool; `registerTracing()` is nothing. */
function replacement(call: ts.CallExpression): string | undefined {
  const [first, second] = call.arguments.map((argument) => argument.getText())
  const name = call.expression.getText()
  if (name === 'span') return `(${second})(() => {})`
  if (name === 'traced') return first
  return name === 'registerTracing' ? 'undefined' : undefined
}

/** @returns the source with no call of the recorder in it, and how many there were */
export function stripped(file: string, text: string): { text: string; calls: number } {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const edits: Edit[] = []
  const visit = (node: ts.Node): void => {
    const instead = ts.isCallExpression(node) ? replacement(node) : undefined
    if (instead === undefined) ts.forEachChild(node, visit)
    else edits.push({ start: node.getStart(), end: node.getEnd(), text: instead })
  }
  visit(source)
  const last = edits.toReversed()
  return {
    text: last.reduce((sum, { start, end, text }) => sum.slice(0, start) + text + sum.slice(end), text),
    calls: edits.length,
  }
}

/** The recorder itself, what only records, and what is no TypeScript of the server. */
const isKept = (file: string) =>
  !/^(lib\/|instrumentation).*\.ts$/.test(file) || /^lib\/(trace|lab|db\/traced)|\.test\.ts$/.test(file)

/** Copies a file into the copy. @returns how many calls of the recorder it had */
function copy(file: string): number {
  const target = path.join(checkout, file)
  cpSync(file, target)
  if (isKept(file)) return 0
  const { text, calls } = stripped(file, readFileSync(file, 'utf8'))
  writeFileSync(target, text)
  return calls
}

/**
 * A copy of this checkout, uncommitted changes among it, in which nobody calls the recorder: what the app would be if it
 * had never had one. Built by its first start.
 * @returns its folder, and how to remove it
 */
export function withoutRecorder() {
  const remove = () => rmSync(checkout, { recursive: true, force: true })
  remove()
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'])
  const calls = listed.toString().trim().split('\n').map(copy)
  const total = calls.reduce((sum, one) => sum + one, 0)
  if (total === 0)
    throw new Error('There is no call of the recorder to take out: is it called something else now?')
  symlinkSync('../../node_modules', path.join(checkout, 'node_modules'))
  console.log(`A copy without the recorder: ${total} calls taken out`)
  return { checkout, remove }
}
