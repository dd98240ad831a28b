import type { Figure, Part } from './figures'
import { targets, verdictOf, written } from './targets'

/** A run for people, as Markdown. */

const cell = (text: string | number) => String(text).replaceAll('|', '\\|')
const line = (cells: (string | number)[]) => `| ${cells.map(cell).join(' | ')} |`
const head = (cells: string[]) => [line(cells), line(cells.map(() => '---'))]

/** Once or always the same: then there is no spread. */
const spread = ({ rounds, quartiles: [lower, upper] }: Figure) =>
  rounds.length > 1 ? `${lower} to ${upper}` : ''
const value = ({ median, unit }: Figure) =>
  unit === 'ratio' || unit === 'count' ? `${median}` : `${median} ${unit}`

function targetRows(figures: Figure[]): string[] {
  return figures.flatMap((one) => {
    const target = targets.get(one.name)
    if (!target) return []
    return [line([one.name, value(one), spread(one), written(target), verdictOf(one, target)])]
  })
}

const section = ({ title, figures, notes }: Part) => [
  `### ${title}`,
  '',
  ...notes.flatMap((note) => [note, '']),
  ...head(['what', 'median', 'quartiles', 'rounds']),
  ...figures.map((one) => line([one.name, value(one), spread(one), one.rounds.length])),
  '',
]

/** @param about when and on what, in a sentence */
export function tableOf(about: string, parts: Part[]): string {
  const rows = targetRows(parts.flatMap(({ figures }) => figures))
  const summary = rows.length
    ? [...head(['target', 'median', 'quartiles', 'wanted', 'verdict']), ...rows, '']
    : []
  return ['## What it costs', '', about, '', ...summary, ...parts.flatMap(section)].join('\n')
}
