import { escaped } from '@/app/components/escaped'
import type { Credential } from '@/lib/lab'
import { nothing } from './rows'

/** What anybody reads who sees the token, or why nobody can. */
export function Claims({ credential }: { credential: Credential | null | undefined }) {
  const parts = [credential?.header, credential?.claims].filter((part) => part !== null && part !== undefined)
  if (!credential || parts.length === 0) return <span className="text-muted">{nothing}</span>
  const count = parts.reduce((sum, part) => sum + Object.keys(part).length, 0)
  return (
    <details>
      <summary>{credential.claims ? `${count} fields` : `Header, ${count} fields`}</summary>
      <dl className="claims">
        {parts.flatMap((part) =>
          Object.entries(part).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{escaped(typeof value === 'string' ? value : JSON.stringify(value))}</dd>
            </div>
          )),
        )}
      </dl>
    </details>
  )
}
