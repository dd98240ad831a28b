import { escaped } from '@/app/components/escaped'
import { Section } from '@/app/components/section'
import { claimsOf, type UpstreamSession } from '@/lib/auth'
import { readPageTime } from '@/lib/auth/http/page-state'
import { canSignOutAt, providerById } from '@/lib/oidc'
import { strategies, type StrategyId } from '@/lib/strategies'
import { SignOutThereTooForm } from './forms'

type Props = { origin: UpstreamSession; provider: string; strategy: StrategyId }

/** What became of the provider's ID token: kept whole, or chosen claims of it. */
export async function ProviderSaid({ origin, provider, strategy }: Props) {
  const described = providerById(provider)
  const exit = described && (await canSignOutAt(described, await readPageTime())) ? described.name : null
  return (
    <Section
      title="What the provider said"
      lead="Kept for this session only. It says who you are; the app decides what you may do."
    >
      <div className="grid gap-5">
        <p className="prose-width">{howKept(origin, strategy)}</p>
        <Claims origin={origin} />
        {exit !== null && <SignOutThereTooForm name={exit} />}
      </div>
    </Section>
  )
}

function howKept({ idTokenData }: UpstreamSession, strategy: StrategyId) {
  const where =
    strategies[strategy].credential === 'encrypted-jwt'
      ? 'in the encrypted JWT of this browser'
      : 'encrypted, in the session’s row'
  return idTokenData.as === 'id-token'
    ? `The ID token itself, ${idTokenData.idToken.length} bytes, ${where}. Its signature was verified before it was kept; it is not an API credential.`
    : `Chosen claims of the ID token, ${JSON.stringify(idTokenData.claims).length} bytes, ${where}. The token itself was dropped.`
}

const Claims = ({ origin }: { origin: UpstreamSession }) => (
  <dl className="grid gap-x-6 gap-y-1.5 font-mono text-sm sm:grid-cols-[9rem_minmax(0,1fr)]">
    {Object.entries({ issuer: origin.issuer, subject: origin.subject, ...claimsOf(origin) }).map(
      ([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="wrap-anywhere break-all max-sm:mb-1.5">
            {escaped(typeof value === 'string' ? value : JSON.stringify(value))}
          </dd>
        </div>
      ),
    )}
  </dl>
)
