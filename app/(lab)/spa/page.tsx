import type { Metadata } from 'next'
import { Notice } from '@/app/components/notice'
import { PageHeading } from '@/app/components/text'
import { singlePageProvider } from '@/lib/lab/flow-choice'
import { requireLab } from '../require-lab'
import { SinglePageClient } from './single-page-client'

export const metadata: Metadata = { title: 'Single-page client' }

/**
 * A client that keeps tokens in the browser, for everybody, in the lab only. All of it runs in the page: the server
 * only names the provider.
 */
export default function SinglePage() {
  requireLab()
  const provider = singlePageProvider()
  return (
    <>
      <PageHeading title="Single-page client">
        No session cookie is used here: the scripts of this page sign in, keep the tokens where you say, and
        send them with every call. See what each place gives away, and what signing out ends.
      </PageHeading>
      <noscript>
        <Notice>
          This page is a program that runs in your browser: it needs JavaScript. Signing in, your account and
          everything else work without.
        </Notice>
      </noscript>
      <SinglePageClient provider={provider} />
    </>
  )
}
