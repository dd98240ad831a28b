import type { Metadata } from 'next'
import { PageHeading, TextLink } from '@/app/components/text'
import { demoPassword, demoPeople } from '@/lib/lab/demo'
import { inspectHere } from '@/lib/lab'
import { byStrategy, cookieStrategyIds } from '@/lib/strategies'
import { Terms } from '../glossary/terms'
import { requireLab } from '../require-lab'
import { Compare } from './compare'
import './compare.css'

export const metadata: Metadata = { title: 'Compare' }

/**
 * All strategies side by side, for everybody, in the lab only. Without JavaScript it shows what the cookies of this
 * browser hold.
 */
export default async function ComparePage() {
  requireLab()
  const inspections = await Promise.all(cookieStrategyIds.map(inspectHere))
  const inCookies = byStrategy(cookieStrategyIds, (id) => inspections[cookieStrategyIds.indexOf(id)]!)
  return (
    <>
      <PageHeading title="Side by side">
        <Terms>
          The same person, signed in under every strategy at once; the same request, sent under each. Look at
          what the client holds and at what the server keeps: what differs stands out.
        </Terms>
      </PageHeading>
      <noscript>
        <p className="prose-width mb-6">
          Without JavaScript this page shows the strategies that live in cookies, as the server sees them now.{' '}
          <TextLink href="/sign-in?callbackUrl=/compare">Sign in</TextLink> to see one of them filled.
        </p>
      </noscript>
      <Compare
        inCookies={inCookies}
        demo={demoPeople.map(({ email, name, role }) => ({ email, name, role, password: demoPassword }))}
      />
    </>
  )
}
