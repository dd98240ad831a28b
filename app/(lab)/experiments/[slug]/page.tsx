import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHeading, TextLink } from '@/app/components/text'
import { appAddress } from '@/lib/auth/http/origin'
import { experimentBySlug, experiments, lastRun } from '@/lib/lab'
import { Provenance } from '../../comparison/verdict'
import { Terms } from '../../glossary/terms'
import { requireLab } from '../../require-lab'
import { Explanation } from './explanation'
import { ExperimentRunner } from './experiment-runner'

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<{ prediction?: string | string[]; last?: string | string[] }>
}

/** For a slug that no experiment has, the title of the list: the page itself answers 404. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const experiment = experimentBySlug((await params).slug)
  return { title: experiment?.title ?? 'Experiments' }
}

/** The number of an option; undefined for all that is none. */
function optionOf(value: string | string[] | undefined, options: readonly string[]): number | undefined {
  const at = options.findIndex((_, option) => String(option) === value)
  return at < 0 ? undefined : at
}

/**
 * One experiment to predict and to run, for everybody, in the lab only. `last` in the address shows the last run,
 * `prediction` an answer.
 */
export default async function ExperimentPage({ params, searchParams }: Props) {
  requireLab()
  const experiment = experimentBySlug((await params).slug)
  if (!experiment) notFound()
  const { slug, title, question, prediction, strategies, opensWindow = false, counts } = experiment
  const last = (await lastRun())[slug]
  const query = await searchParams
  const predicted = optionOf(query.prediction, prediction.options)
  return (
    <>
      <PageHeading title={title}>
        <Terms>{question}</Terms>
      </PageHeading>
      <ExperimentRunner
        slug={slug}
        prediction={prediction}
        strategies={strategies}
        predicted={predicted}
        opensWindow={opensWindow}
        counts={counts}
        app={appAddress()}
        isShown={query.last !== undefined}
        before={last?.outcomes}
        provenance={
          last && (
            <>
              Last run: <Provenance run={last} />
            </>
          )
        }
      >
        <Explanation experiment={experiment} />
      </ExperimentRunner>
      <Neighbours slug={slug} />
    </>
  )
}

/** From one to the next, in the order of the list. */
function Neighbours({ slug }: { slug: string }) {
  const at = experiments.findIndex((experiment) => experiment.slug === slug)
  const next = experiments[(at + 1) % experiments.length]
  return (
    <nav aria-label="Experiments" className="mt-12 flex flex-wrap gap-x-6 gap-y-2 border-t border-line pt-4">
      <TextLink href="/experiments">All experiments</TextLink>
      {next && next.slug !== slug && (
        <TextLink href={`/experiments/${next.slug}`}>Next: {next.title}</TextLink>
      )}
    </nav>
  )
}
