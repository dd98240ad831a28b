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

export const Highlighted = ({ source }: { source: string }) => (
  <code>
    {piecesOf(source).map(({ text, look }, at) => (
      <span key={at} className={look}>
        {text}
      </span>
    ))}
  </code>
)
