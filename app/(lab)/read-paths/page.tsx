import type { Metadata } from 'next'
import { PageHeading } from '@/app/components/text'
import { readPathHere } from '@/lib/lab/http'
import { Terms } from '../glossary/terms'
import { requireLab } from '../require-lab'
import { Matrix } from './matrix'
import { ActionProbe, ScriptProbe } from './probes'

export const metadata: Metadata = { title: 'Where auth state can be read' }

/** Where a request is looked at, and what may be written there: the test of the read-path matrix asks here. */
export default async function ReadPathsPage() {
  requireLab()
  const here = await readPathHere()
  return (
    <>
      <PageHeading title="Where auth state can be read">
        <Terms>
          The same question, asked wherever code of the app runs. Every place sees the same person; look at
          who may write a cookie, for only those can renew one.
        </Terms>
      </PageHeading>
      <Matrix />
      <h2 className="mt-12 mb-1 text-xl">This request, asked now</h2>
      <p className="prose-width mb-6 text-muted">
        The first answer is that of the server component which made this page. Ask the other two yourself.
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <output id="component" className="font-mono text-sm wrap-anywhere break-all">
          {JSON.stringify(here)}
        </output>
        <ActionProbe />
        <ScriptProbe />
      </div>
    </>
  )
}
