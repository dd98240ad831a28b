import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const isSource = (file: string) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\/generated\//.test(file)

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter(isSource)

/** Long enough to be nobody else's, and nothing in it that a bundler writes in another way. */
const isTelling = (text: string) => /^[\w ,.:;?-]{24,}$/.test(text)

/** Strings and the lines of prose in JSX. */
function textsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, false)
  const texts: string[] = []
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text)
    if (ts.isJsxText(node)) texts.push(...node.text.split('\n').map((line) => line.trim()))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return texts.filter(isTelling)
}

/** What the source in these folders says and no other of the app does: whoever has such a text has code from there. */
export function textsOnlyIn(folders: string[]): string[] {
  const [own, others] = [[] as string[], [] as string[]]
  for (const file of ['app', 'lib'].flatMap(filesBelow))
    (folders.some((folder) => file.startsWith(folder)) ? own : others).push(file)
  const elsewhere = others.map((file) => readFileSync(file, 'utf8')).join('\n')
  return [...new Set(own.flatMap(textsOf))].filter((text) => !elsewhere.includes(text))
}
