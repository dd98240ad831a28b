import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHeading } from '@/app/components/page-heading'
import { labIsOn } from '@/lib/auth/http/lab'
import { readPathHere } from '@/lib/auth/http/read-path'
import { ActionProbe, ScriptProbe } from './probes'

export const metadata: Metadata = { title: 'Read paths' }

/** Where a request is looked at, and what may be written there: the test of the read-path matrix asks here. */
export default async function ReadPathsPage() {
  if (!labIsOn()) notFound()
  const here = await readPathHere()
  return (
    <>
      <PageHeading title="Read paths">
        The same question, asked in a server component, in a server action, and by a script of the page.
      </PageHeading>
      <div className="grid gap-8">
        <output id="component" className="font-mono text-sm break-all">
          {JSON.stringify(here)}
        </output>
        <ActionProbe />
        <ScriptProbe />
      </div>
    </>
  )
}
