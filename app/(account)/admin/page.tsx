import type { Metadata } from 'next'
import { CannotTell } from '@/app/components/cannot-tell'
import { Refused } from '@/app/components/dead-ends/refused'
import { PageHeading, TextLink } from '@/app/components/text'
import { verifyPageSession, protect } from '@/lib/auth/http/page-state'
import { askedPath } from '@/lib/api-schema/callback-path'
import { loadAdmin } from './load-admin'
import { Users } from './users'

export const metadata: Metadata = { title: 'Admin' }

const forbidden = { ok: false, code: 'forbidden' } as const

type Query = Promise<Record<string, string | string[] | undefined>>

/** Decides by the role as it is now, not as it was when a token was made. */
export default async function AdminPage({ searchParams }: { searchParams: Query }) {
  const query = await searchParams
  const path = askedPath('/admin', query)
  const state = await protect(path)
  if (state.status === 'unavailable') return <CannotTell path={path} />
  const confirmed = await verifyPageSession()
  if (!confirmed.ok) return <Refused by={confirmed} path={path} />
  if (confirmed.session.person.role !== 'admin') return <Refused by={forbidden} path={path} />
  const admin = await loadAdmin(query.after)
  if (!admin.ok) return <Refused by={admin} path={path} />
  return (
    <>
      <PageHeading title="Admin">
        Whoever is disabled is signed out everywhere. A new role counts at once under a database session, and
        at the next renewal under a JWT.
      </PageHeading>
      <Stats users={admin.userCount} {...admin.counts} />
      <Users users={admin.users} self={confirmed.session.person.id} />
      {admin.next && (
        <p className="mt-6">
          <TextLink href={`/admin?after=${admin.next}`}>Next {admin.users.length}</TextLink>
        </p>
      )}
    </>
  )
}

type Counts = { users: number; sessions: number; refreshFamilies: number }

const Stats = ({ users, sessions, refreshFamilies }: Counts) => (
  <dl className="mb-8 flex flex-wrap gap-x-12 gap-y-3 border-y border-line py-4">
    <Stat name="Users">{users}</Stat>
    <Stat name="Live sessions">{sessions}</Stat>
    <Stat name="Families of refresh tokens">{refreshFamilies}</Stat>
  </dl>
)

const Stat = ({ name, children }: { name: string; children: number }) => (
  <div className="flex items-baseline gap-3">
    <dt className="text-sm text-muted">{name}</dt>
    <dd className="font-mono text-lg tabular-nums">{children.toLocaleString('en-GB')}</dd>
  </div>
)
