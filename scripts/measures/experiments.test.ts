import { expect, test } from 'vitest'
import { experiments } from '@/lib/lab'
import { occurrences } from './checkout'
import { shownMeasures } from './experiments'
import { measures } from './list'

const shown = shownMeasures.flatMap(({ shownBy }) => shownBy)

test('each experiment shows a measure, and each measure names experiments that there are', () => {
  const slugs = experiments.map(({ slug }) => slug)
  expect([...new Set(shown.map(({ experiment }) => experiment))].sort()).toEqual([...slugs].sort())
})

test('what is taken away stands in its file once, in both lists', () => {
  const edits = [...shownMeasures.flatMap((one) => one.edits), ...measures]
  expect(edits.filter((edit) => occurrences(edit) !== 1)).toEqual([])
})
