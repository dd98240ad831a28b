import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Section } from '@/app/components/section'
import type { StrategyId } from '@/lib/auth'
import type { Code as CodeToTake } from '@/lib/choose'
import { CopyButton } from './copy-button'

/** The files of a strategy in this checkout, the main one open. Where there is no checkout, their names alone. */
export const Code = ({ strategy, code }: { strategy: StrategyId; code: CodeToTake }) => (
  <Section title="The code to take" lead="Its own folder, and what that needs of the rooms around it.">
    <div className="grid gap-5" data-strategy={strategy}>
      <div className="grid gap-1">
        <h3 className="text-sm text-muted">Its own</h3>
        {code.own.map((file) => (
          <File key={file} file={file} isOpen={file === code.main} />
        ))}
      </div>
      <Files title="The parts it is made of" files={code.parts} />
      <Files title="The rooms these stand on, whole" files={code.rooms} />
      <p className="max-w-[68ch]">
        A command that writes all of it into an app of yours is to come:{' '}
        <code className="break-words">npm run eject -- --strategy={strategy} --to DIR</code>. It is not there
        yet; until then, copy the files.
      </p>
    </div>
  </Section>
)

/** A file of the checkout, or its name alone where there is none. */
async function File({ file, isOpen }: { file: string; isOpen: boolean }) {
  const source = await sourceOf(file)
  if (source === null) return <code className="break-words">{file}</code>
  return (
    <details open={isOpen} className="group min-w-0 border-b border-line">
      <summary className="min-h-11 cursor-pointer py-2.5 wrap-anywhere break-all">
        <code>{file}</code>
      </summary>
      <div className="mb-2 flex justify-end">
        <CopyButton text={source} what={file} />
      </div>
      <pre
        role="group"
        tabIndex={0}
        aria-label={file}
        className="mb-4 overflow-x-auto border border-line bg-sunken p-4 print:whitespace-pre-wrap"
      >
        <Highlighted source={source} />
      </pre>
    </details>
  )
}

const Files = ({ title, files }: { title: string; files: readonly string[] }) => (
  <div className="grid gap-1">
    <h3 className="text-sm text-muted">{title}</h3>
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,24rem),1fr))] gap-x-6">
      {files.map((file) => (
        <li key={file} className="min-w-0 break-words">
          <code>{file}</code>
        </li>
      ))}
    </ul>
  </div>
)

const keywords =
  'as async await const else export for from function if import in new null of return satisfies throw true false try catch type typeof undefined'
const pattern = new RegExp(
  `(/\\*[\\s\\S]*?\\*/|//.*)|('(?:[^'\\\\\\n]|\\\\.)*'|\`(?:[^\`\\\\]|\\\\.)*\`)|\\b(${keywords.replaceAll(' ', '|')})\\b`,
  'g',
)
const looks = ['text-muted', 'text-ok', 'text-strategy']

type Piece = { text: string; look?: string | undefined }

/** TypeScript in pieces: comments, strings, keywords and the rest. Rough, and enough to read by. */
export function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of source.matchAll(pattern)) {
    const [text, ...kinds] = match
    pieces.push({ text: source.slice(end, match.index) })
    pieces.push({ text, look: looks[kinds.findIndex((kind) => kind !== undefined)] })
    end = match.index + text.length
  }
  return [...pieces, { text: source.slice(end) }]
}

/** The source as text: what looks like markup in it stays text. Coloured by `piecesOf`. */
export const Highlighted = ({ source }: { source: string }) => (
  <code>
    {piecesOf(source).map(({ text, look }, at) => (
      <span key={at} className={look}>
        {text}
      </span>
    ))}
  </code>
)

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
