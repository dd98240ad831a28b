import { strategyNames } from '@/app/components/strategy'
import { experiments } from '@/lib/lab/experiments'
import type { ExperimentRun, Run } from '@/lib/lab/results'

const signs = { resists: '✓', 'time-limited': '⏳', vulnerable: '✗' }
const names = Object.entries(strategyNames)
const row = (cells: string[]) => `| ${cells.join(' | ')} |`

const cells = ({ outcomes }: ExperimentRun) =>
  names.map(([strategy]) => {
    const outcome = outcomes[strategy as keyof typeof strategyNames]
    return outcome ? `${signs[outcome.result]} ${outcome.verdict}` : 'does not apply'
  })

const places = (run: Run) =>
  new Set(
    Object.values(run).map(
      ({ at, version, machine }) => `${at.slice(0, 10)}, version ${version}, ${machine}`,
    ),
  )

/** A run of the experiments as a page of the docs (Markdown): what `npm run experiments` writes and a test holds to it. */
export const comparisonPage = (run: Run) => `# What happened when it was tried

Made by \`npm run experiments\`; no cell is typed. ✓ resists, ⏳ time-limited, ✗ vulnerable. Each row is an
experiment that the lab runs again for you, at \`/experiments\`.

${row(['Experiment', ...names.map(([, name]) => name)])}
${row(['---', ...names.map(() => '---')])}
${experiments
  .flatMap(({ slug, title }) => {
    const ran = run[slug]
    return ran ? [row([`[${title}](../lib/lab/experiments/${slug}.ts)`, ...cells(ran)])] : []
  })
  .join('\n')}

Run: ${[...places(run)].join('; ')}.
`
