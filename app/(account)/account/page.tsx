import type { Metadata } from 'next'
import { CannotTell } from '@/app/components/cannot-tell'
import { Refused } from '@/app/components/dead-ends/refused'
import { faultSentence } from '@/app/(auth)/sign-in/messages'
import { Notice } from '@/app/components/notice'
import { PageHeading } from '@/app/components/text'
import { Section } from '@/app/components/section'
import { StrategyForm } from '@/app/components/form/strategy-choice'
import type { Authenticated, Session, StrategyId } from '@/lib/auth'
import { verifyPageSession, protect } from '@/lib/auth/http/page-state'
import { askedPath } from '@/lib/api-schema/callback-path'
import { ChangePasswordForm } from './forms'
import { Events } from './events'
import { HowLong } from './how-long'
import { Identities } from './identities/identities'
import { ProviderSaid } from './identities/provider-said'
import { loadAccount, type Account } from './load-account'
import { Profile } from './profile'
import { Sessions } from './sessions'

export const metadata: Metadata = { title: 'Account' }

type Query = Promise<Record<string, string | string[] | undefined>>

/**
 * The person's own account, only for them: a stranger is sent to sign in, and an ended session is refused with 401.
 * During an outage it shows what the credential itself says.
 */
export default async function AccountPage({ searchParams }: { searchParams: Query }) {
  const query = await searchParams
  const fault = faultSentence(query.error)
  const path = askedPath('/account', query)
  const state = await protect(path)
  if (state.status === 'unavailable') return <CannotTell path={path} />
  const confirmed = await verifyPageSession()
  if (!confirmed.ok && confirmed.code === 'not_authenticated') return <Refused by={confirmed} path={path} />
  const account = confirmed.ok ? await loadAccount(confirmed.session) : null
  return (
    <>
      <PageHeading title="Account" />
      {fault && <Notice tone="refused">{fault}</Notice>}
      <Profile user={account?.person ?? state.user} provider={state.provider} />
      <Sessions sessions={account?.sessions ?? null} />
      {confirmed.ok && (
        <FromElsewhere session={confirmed.session} strategy={state.strategy} account={account} />
      )}
      <Staying state={state} session={confirmed.ok ? confirmed.session : null} />
      {account?.credentials.hasPassword !== false && (
        <Section title="Password" anchor="password" lead="Changing it ends every other session.">
          <ChangePasswordForm email={state.user.email} />
        </Section>
      )}
      <Events events={account?.events ?? null} />
    </>
  )
}

type FromElsewhereProps = { session: Session; strategy: StrategyId; account: Account | null }

/** What other issuers have to do with this account and this session. */
const FromElsewhere = ({ session, strategy, account }: FromElsewhereProps) => (
  <>
    <Identities
      session={session}
      strategy={strategy}
      credentials={account?.credentials ?? null}
      pending={account?.pending ?? null}
    />
    {session.upstream && (
      <ProviderSaid origin={session.upstream} provider={session.provider} strategy={strategy} />
    )}
  </>
)

const Staying = ({ state, session }: { state: Authenticated; session: Session | null }) => (
  <Section title="Staying signed in" lead="You stay signed in while you switch. The old session ends.">
    <div className="grid max-w-xl gap-6">
      <HowLong state={state} isBound={session?.keyThumbprint !== undefined} />
      <StrategyForm chosen={state.strategy} />
    </div>
  </Section>
)
