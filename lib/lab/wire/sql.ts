import 'server-only'
import type { ReadableSpan } from '@/lib/trace'
import type { Part } from './recording'
import { number, text } from './spans'

/** A query for people: what it does to which table, the row that it writes, the rows that it found. */

const verbs: Record<string, string> = {
  SELECT: 'Look up',
  INSERT: 'Write',
  UPDATE: 'Change',
  DELETE: 'Delete',
  BEGIN: 'Begin',
  COMMIT: 'Commit',
  ROLLBACK: 'Roll back',
  WITH: 'Query',
}

const query = (span: ReadableSpan) => text(span, 'db.query.text')

/** What the query does to which table, by its first verb and the first table in it: the statement is not parsed. */
export function sqlLabel(span: ReadableSpan): string {
  const verb = /^\s*(\w+)/.exec(query(span))?.[1]?.toUpperCase() ?? ''
  const table = /(?:FROM|INTO|UPDATE)\s+(?:"?public"?\.)?"?(\w+)"?/i.exec(query(span))?.[1]
  return [verbs[verb] ?? verb, ...(table ? [table] : [])].join(' ')
}

type Line = [name: string, value: string]

function json<Value>(span: ReadableSpan, name: string, fallback: Value): Value {
  const written = text(span, name)
  return written ? (JSON.parse(written) as Value) : fallback
}

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** Columns and what goes into each, as far as the statement says it by parameters. */
function written(sql: string, values: unknown[]): Line[] {
  const valueOf = (parameter = '') => shown(values[Number(parameter.slice(1)) - 1] ?? null)
  const [, columns, rest = ''] = /INSERT INTO [^(]*\(([^)]*)\)\s*VALUES\s*(.*)/is.exec(sql) ?? []
  const given = rest.match(/\$\d+/g) ?? []
  if (columns !== undefined)
    return columns
      .split(',')
      .map((column, at): Line => [column.trim().replaceAll('"', ''), valueOf(given[at])])
  const [, assignments = ''] = /\bSET\s(.*?)\bWHERE\b/is.exec(sql) ?? []
  return [...assignments.matchAll(/"(\w+)"\s*=\s*(\$\d+)/g)].map(([, column = '', parameter = '']): Line => [
    column,
    valueOf(parameter),
  ])
}

function found(rows: Record<string, unknown>[]): Part[] {
  return rows.map((row, at) => ({
    title: rows.length > 1 ? `Row ${at + 1} that came back` : 'Row that came back',
    lines: Object.entries(row).map(([column, value]): Line => [column, shown(value)]),
  }))
}

/** The statement, what it was given, and the rows that it found. The values were masked when they were recorded. */
export function sqlParts(span: ReadableSpan): Part[] {
  const values = json<unknown[]>(span, 'db.values', [])
  const row = written(query(span), values)
  const rest = values.map((value, at): Line => [`$${at + 1}`, shown(value)])
  return [
    { title: 'SQL', text: query(span) },
    ...(row.length ? [{ title: 'Row written', lines: row }] : []),
    ...(!row.length && rest.length ? [{ title: 'Parameters', lines: rest }] : []),
    ...found(json<Record<string, unknown>[]>(span, 'db.rows', [])),
    { title: 'Rows', text: String(number(span, 'db.row_count')) },
  ]
}
