import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Section } from '@/app/components/section'
import { PageHeading } from '@/app/components/text'
import { labIsOn } from '@/lib/lab/is-on'
import { addressOf, answersFrom, decide, isTidy, type Query } from '@/lib/choose'
import { experiments, lastRun } from '@/lib/lab'
import { Terms } from '../glossary/terms'
import { MeasuredQuote } from '../measure/quote'
import { Answer, Verdict, Undecided } from './answer'
import { FlowTable } from './flow-section'
import type { Observations } from './reasons'
import { Questions } from './questions'

export const metadata: Metadata = { title: 'Choose' }

type Props = { searchParams: Promise<Query> }

/**
 * The guide, for everybody, also with LAB=off. The answers are in the address; one that is not tidy is redirected to
 * one that is.
 */
export default async function ChoosePage({ searchParams }: Props) {
  const query = await searchParams
  const answers = answersFrom(query)
  if (!isTidy(query)) redirect(addressOf(answers))
  const decision = decide(answers)
  const seen = await observations()
  return (
    <>
      <PageHeading title="Choose">
        <Terms>
          A strategy and a flow for your app, with the reasons. Each reason quotes an experiment that was run
          and a clause of a standard. Your answers stay in the address: pass it on, or print the page.
        </Terms>
      </PageHeading>
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr] print:block">
        {decision ? <Verdict decision={decision} /> : <Open />}
        <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <Questions answers={answers} />
        </div>
        <div id="reasons" className="min-w-0 scroll-mt-6 lg:col-start-1">
          {decision && <Answer answers={answers} decision={decision} seen={seen} />}
          <FlowTable />
          <Section title="What a request costs" lead="A measurement decides nothing here.">
            <MeasuredQuote canRun={seen.canRun} />
          </Section>
          <Undecided seen={seen} />
        </div>
      </div>
    </>
  )
}

/** Outside the lab the run that came with the code is quoted, and nothing can be run. */
async function observations(): Promise<Observations> {
  const titles = new Map(experiments.map(({ slug, title }) => [slug, title]))
  return { run: await lastRun(), titles, canRun: labIsOn() }
}

const Open = () => (
  <p role="status" className="border-t border-line pt-6">
    <Terms>
      Say who calls your API and how soon a revoked session must be refused: that is enough for a first
      answer. Each further answer refines it.
    </Terms>
  </p>
)
