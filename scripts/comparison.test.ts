import { readFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { expect, test } from 'vitest'
import committed from '@/lib/lab/results/committed.json'
import { run } from '@/lib/lab/results'
import { comparisonPage } from './comparison'

const filepath = 'docs/comparison.md'

test('the page of the docs is the committed run, word for word', async () => {
  const page = await format(comparisonPage(run.parse(committed)), {
    ...(await resolveConfig(filepath)),
    filepath,
  })
  expect(readFileSync(filepath, 'utf8')).toBe(page)
})
