import clsx from 'clsx'
import { escaped } from '@/app/components/escaped'
import { ForeignText, TextLink } from '@/app/components/text'
import { Notice } from '@/app/components/notice'
import { buttonClass, anyLength } from '@/app/components/button'
import type { ProvenIdentity } from '@/lib/accounts'
import { provedRecently, recentSeconds, type Session, type PendingIdentity } from '@/lib/auth'
import { readPageTime } from '@/lib/auth/http/page-state'
import { providerById } from '@/lib/oidc'
import type { Account } from '../load-account'
import { ConnectForm, DiscardForm } from './forms'

type Props = {
  pending: PendingIdentity
  session: Session
  strategy: string
  credentials: Account['credentials']
}

/** Proven in this browser a moment ago, and nobody's yet. It stays so until the person says otherwise. */
export async function Pending({ pending: { id, identity }, session, strategy, credentials }: Props) {
  const isSure = provedRecently(session, await readPageTime())
  return (
    <div className="grid gap-4 border border-edge bg-sunken p-5">
      <p>
        Connect{' '}
        <strong className="font-medium">
          <WhoIs identity={identity} />
        </strong>{' '}
        at <ForeignText>{providerById(identity.provider)?.name ?? identity.provider}</ForeignText> to this
        account? Whoever is that person there will be able to sign in here as{' '}
        <ForeignText>{session.person.email}</ForeignText>.
      </p>
      {!isSure && <Again session={session} strategy={strategy} credentials={credentials} />}
      <div className="flex flex-wrap items-end gap-3">
        {isSure && <ConnectForm id={id} />}
        <DiscardForm id={id} />
      </div>
    </div>
  )
}

const WhoIs = ({ identity: { name, email, subject } }: { identity: ProvenIdentity }) => {
  if (name === null) return <ForeignText>{email ?? escaped(subject)}</ForeignText>
  return (
    <>
      <ForeignText>{name}</ForeignText> <ForeignText>{`(${email ?? escaped(subject)})`}</ForeignText>
    </>
  )
}

/** Ways to prove once more who is sitting there. */
function Again({ session, strategy, credentials: { hasPassword } }: Omit<Props, 'pending'>) {
  const provider = session.upstream && providerById(session.provider)
  const canAskAgain = provider?.kind === 'oidc' // GitHub never says when it asked somebody last
  return (
    <div className="grid gap-3">
      <Notice>
        First prove that it is you: your last sign-in is more than {recentSeconds / 60} minutes ago.
      </Notice>
      <div className="flex flex-wrap gap-3">
        {hasPassword && (
          <TextLink href="/sign-in?callbackUrl=/account" className={buttonClass('quiet', 'small')}>
            Sign in again with your password
          </TextLink>
        )}
        {canAskAgain && (
          <ProviderForm provider={provider.id} intent="again" strategy={strategy}>
            Sign in again with {provider.name}
          </ProviderForm>
        )}
      </div>
    </div>
  )
}

type ProviderFormProps = {
  provider: string
  intent: 'again' | 'connect'
  strategy: string
  children: React.ReactNode
}

/** A plain form that leads to a provider and back to the account. */
export const ProviderForm = ({ provider, intent, strategy, children }: ProviderFormProps) => (
  <form method="post" action={`/api/sign-in/${provider}`}>
    <input type="hidden" name="intent" value={intent} />
    <input type="hidden" name="strategy" value={strategy} />
    <input type="hidden" name="callbackUrl" value="/account" />
    <button type="submit" className={clsx(buttonClass('quiet', 'small'), anyLength)}>
      {children}
    </button>
  </form>
)
