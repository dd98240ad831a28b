import type { Experiment } from '@/lib/lab'
import { sourceOf } from '../../choose/code'
import { Terms } from '../../glossary/terms'

/** Why it comes out as it does, the clause that asks for it, and the code that was run. */
export const Explanation = ({ experiment: { slug, why, clause } }: { experiment: Experiment }) => (
  <section aria-labelledby="why" className="grid grid-cols-[minmax(0,1fr)] gap-3">
    <h2 id="why" className="text-lg">
      Why
    </h2>
    <p className="prose-width">
      <Terms>{why}</Terms>
    </p>
    <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
      <dt className="text-muted">Clause</dt>
      <dd>
        <a href={clause.href} rel="noreferrer">
          {clause.name}
        </a>
      </dd>
      <dt className="text-muted">Source</dt>
      <dd>
        <Source file={`lib/lab/experiments/${slug}.ts`} />
      </dd>
    </dl>
  </section>
)

/** The very file that a run executes, to be opened where it is named. */
async function Source({ file }: { file: string }) {
  const source = await sourceOf(file)
  const name = <code className="wrap-anywhere break-all">{file}</code>
  if (!source) return name
  return (
    <details>
      <summary className="cursor-pointer">{name}</summary>
      <pre
        tabIndex={0}
        aria-label={file}
        className="mt-2 max-h-[32rem] overflow-auto border border-line bg-sunken p-4 print:max-h-none print:whitespace-pre-wrap"
      >
        <code>{source}</code>
      </pre>
    </details>
  )
}
