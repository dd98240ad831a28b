import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** `npm run house`: how many source files there are, tests not counted, and how long they are (docs/decisions/029). */

const fewLines = 20
const isSource = /\.(ts|tsx|mjs)$/
const isNotCounted = /\.test\.tsx?$|^e2e\/|\/testing(\/|\.ts)|generated/
/** Next prescribes that such a file is one of its own. */
const isOfNext = /^app\/(.*\/)?(route|page|layout)\.tsx?$/

/** What git knows of and is there. A file that git does not know yet is not counted. */
const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' })
  .split('\0')
  .filter((file) => isSource.test(file) && !isNotCounted.test(file) && existsSync(file))

/** As `wc -l` counts. */
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').length - 1

/** The lower of the two in the middle, where their number is even. */
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.ceil(numbers.length / 2) - 1]

function print(name: string, among: string[]) {
  const lines = among.map(linesOf)
  const short = lines.filter((count) => count <= fewLines).length
  const share = ((100 * short) / among.length).toFixed(1)
  console.log(`${name}: ${among.length}, median ${median(lines)} lines`)
  console.log(`  of at most ${fewLines} lines: ${short} (${share} %)`)
}

print('source files without tests', files)
print(
  'without route, page and layout files',
  files.filter((file) => !isOfNext.test(file)),
)
