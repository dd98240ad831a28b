import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

/** The core is `app` without `(lab)` and `lib` without `lab`, `choose` and `local-provider`. It does not know of the lab. */

/** Not of the core; and `(home)`, the front page, where both are shown. */
const elsewhere = /^(app\/\((lab|home)\)|lib\/(lab|choose|local-provider|db\/generated))\//
/** The one reader of the settings names LAB. */
const settings = 'lib/env.ts'

const below = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    path.join(folder, name).replaceAll(path.sep, '/'),
  )
const core = [...below('app'), ...below('lib'), 'proxy.ts'].filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !elsewhere.test(file) && file !== settings,
)

/** The word by itself, or at the beginning or the end of a name: `labRoute`, `isLab`; not `label`. */
const namesLab = /\b(lab|Lab|LAB)(?![a-z])|[a-z]Lab(?![a-z])/

test.each(['lab', 'Lab', 'LAB', 'labIsOn', 'labEndpoints', 'labRoute', 'isLab', 'lib/lab/http', 'LAB=off'])(
  '%s speaks of the lab',
  (text) => expect(text).toMatch(namesLab),
)

test.each(['label', 'available', 'labour', 'collaborate', 'isLabelled'])('%s does not', (text) =>
  expect(text).not.toMatch(namesLab),
)

test('no file of the core speaks of the lab', () => {
  expect(core.length).toBeGreaterThan(200)
  const speaks = core.filter((file) => namesLab.test(readFileSync(file, 'utf8')))
  expect(speaks).toEqual([])
})
