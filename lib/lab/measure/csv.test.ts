import { expect, test } from 'vitest'
import reference from '../results/measurement.json' with { type: 'json' }
import { csvCell, csvOf, rowsOf } from './csv'
import { measurement } from './measurement'

test.each([
  ['=1+1', `'=1+1`],
  ['+1', `'+1`],
  ['-1', `'-1`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\tx', `'\tx`],
  ['=A1,"x"', `"'=A1,""x"""`],
])('a spreadsheet computes nothing of %j', (text, cell) => expect(csvCell(text)).toBe(cell))

test('text with commas, quotes or ends of lines is one cell; a number stays one, also below zero', () => {
  expect([csvCell('a,b'), csvCell('a"b'), csvCell('a\r\nb'), csvCell(-1.5)]).toEqual([
    '"a,b"',
    '"a""b"',
    '"a\r\nb"',
    '-1.5',
  ])
})

test('the run that came with the code has every strategy, and all of it is in the file', () => {
  const one = measurement.parse(reference)
  const lines = csvOf(one).split('\r\n')
  expect(lines).toHaveLength(rowsOf(one).length + 2) // the names of the columns, and nothing behind the last end
  const times = Object.values(one.requests).flatMap((costs) => Object.values(costs).flatMap(({ ms }) => ms))
  expect(lines.filter((line) => /^requests,.*,time of a request,/.test(line))).toHaveLength(times.length)
  expect(new Set(lines.map((line) => line.split(',').length > 6))).toEqual(new Set([true, false]))
})
