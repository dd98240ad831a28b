import { ForeignText, TextLink } from '@/app/components/text'
import { Ledger, LedgerCell, LedgerRow } from '@/app/components/ledger'
import { Moment } from '@/app/components/moment'
import { Notice } from '@/app/components/notice'
import { Section } from '@/app/components/section'
import type { ListedIdentity } from '@/lib/accounts'
import type { Session, PendingIdentity } from '@/lib/auth'
import { providers } from '@/lib/oidc'
import type { Account } from '../load-account'
import { Pending, ProviderForm } from './pending'
import { RemoveForm } from './forms'

type Props = {
  session: Session
  strategy: string
  credentials: Account['credentials'] | null
  pending: PendingIdentity | null
}

/** @param credentials null when they could not be read */
export const Identities = ({ session, strategy, credentials, pending }: Props) => (
  <Section
    title="Ways to sign in"
    lead="A provider is connected by your word only, never because an address is the same."
  >
    {credentials ? (
      <div className="grid gap-5">
        {pending && (
          <Pending pending={pending} session={session} strategy={strategy} credentials={credentials} />
        )}
        <Password hasPassword={credentials.hasPassword} />
        {credentials.identities.length > 0 && <List identities={credentials.identities} />}
        <Others
          known={[...credentials.identities, ...(pending ? [pending.identity] : [])]}
          strategy={strategy}
        />
      </div>
    ) : (
      <Notice>The ways to sign in cannot be read: the database does not answer.</Notice>
    )}
  </Section>
)

const Password = ({ hasPassword }: { hasPassword: boolean }) => (
  <p>
    {hasPassword ? 'A password.' : 'You have no password. '}
    {!hasPassword && <TextLink href="/forgot-password">Ask for a link to set one</TextLink>}
  </p>
)

const nameOf = (id: string) => providers().find((provider) => provider.id === id)?.name ?? id

const columns = [
  'Provider',
  'Address there',
  'Connected',
  { name: 'Action', look: 'for screen readers only' },
] as const

const List = ({ identities }: { identities: ListedIdentity[] }) => (
  <Ledger columns={columns}>
    {identities.map((identity) => (
      <Row key={identity.id} identity={identity} />
    ))}
  </Ledger>
)

const Row = ({ identity: { id, provider, issuer, email, linkedAt } }: { identity: ListedIdentity }) => (
  <LedgerRow
    headClassName="font-medium!"
    head={
      <>
        <ForeignText>{nameOf(provider)}</ForeignText>
        <span className="block font-mono text-sm font-normal wrap-anywhere break-all text-muted">
          {issuer}
        </span>
      </>
    }
  >
    <LedgerCell label="Address there">
      <ForeignText>{email ?? 'Not vouched for'}</ForeignText>
    </LedgerCell>
    <LedgerCell label="Connected">
      <Moment at={linkedAt} />
    </LedgerCell>
    <LedgerCell className="md:text-end!">
      <RemoveForm id={id} name={nameOf(provider)} />
    </LedgerCell>
  </LedgerRow>
)

type OthersProps = { known: { issuer: string }[]; strategy: string }

/** Providers whose issuer is not connected yet, each issuer once. */
function Others({ known, strategy }: OthersProps) {
  const seen = new Set(known.map(({ issuer }) => issuer))
  const others = providers().filter(({ issuer }) => !seen.has(issuer) && seen.add(issuer))
  if (others.length === 0) return null
  return (
    <div className="flex flex-wrap gap-3">
      {others.map(({ id, name }) => (
        <ProviderForm key={id} provider={id} intent="connect" strategy={strategy}>
          Connect {name}
        </ProviderForm>
      ))}
    </div>
  )
}
