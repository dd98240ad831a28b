import type { Metadata } from 'next'
import { PageHeading } from '@/app/components/page-heading'
import { TextLink } from '@/app/components/text-link'
import { demoPassword, demoPeople } from '@/lib/lab/demo'
import { strategies, type Strategy } from '@/lib/auth'
import { inspectHere } from '@/lib/lab'
import { Terms } from '../glossary/terms'
import { Compare } from './compare'
import './compare.css'

export const metadata: Metadata = { title: 'Compare' }

/** What the page may know of a strategy: words, no functions. */
const saidBy = ({ traits: { holds, carriedBy, lookedUp, endsAtOnce } }: Strategy) => ({
  holds,
  carriedBy,
  lookedUp,
  endsAtOnce,
})

export default async function ComparePage() {
  const [database, jwt] = await Promise.all([inspectHere('database'), inspectHere('jwt')])
  const { database: d, jwt: j, bearer, hybrid } = strategies
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
          Without JavaScript this page shows the two strategies that live in cookies, as the server sees them
          now. <TextLink href="/sign-in?callbackUrl=/compare">Sign in</TextLink> to see one of them filled.
        </p>
      </noscript>
      <Compare
        inCookies={{ database, jwt }}
        said={{ database: saidBy(d), jwt: saidBy(j), bearer: saidBy(bearer), hybrid: saidBy(hybrid) }}
        demo={demoPeople.map(({ email, name, role }) => ({ email, name, role, password: demoPassword }))}
      />
    </>
  )
}
