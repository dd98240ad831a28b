import type { Metadata } from 'next'
import { PageHeading } from '@/app/components/text'
import { Comparison } from '../comparison/comparison'
import { Terms } from '../glossary/terms'
import { requireLab } from '../require-lab'

export const metadata: Metadata = { title: 'Experiments' }

/** All experiments with the outcomes of their last runs, for everybody, in the lab only. */
export default function ExperimentsPage() {
  requireLab()
  return (
    <>
      <PageHeading title="Experiments">
        <Terms>
          One question each, answered by doing it under every strategy, here, with a person made for it. Look
          at the coloured rows first: there the strategies part, and the rest of a row says by how much.
        </Terms>
      </PageHeading>
      <Comparison detailed />
    </>
  )
}
