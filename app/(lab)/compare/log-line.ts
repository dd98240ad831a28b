export type Line = { id: number; text: string }

const linesMax = 20

/** The newest last, as it was said. */
export const withLine = (lines: Line[], text: string): Line[] =>
  [...lines, { id: (lines.at(-1)?.id ?? 0) + 1, text }].slice(-linesMax)
