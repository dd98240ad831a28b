import { ForeignText } from '@/app/components/text'
import { Section } from '@/app/components/section'
import type { User } from '@/lib/auth'
import { shownName } from '@/lib/api-schema/person-name'
import { providerById } from '@/lib/oidc'

/** @param provider 'credentials', or the id of an OpenID Provider */
export const Profile = ({ user, provider }: { user: Omit<User, 'id'>; provider: string }) => (
  <Section title="Profile">
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <Fact name="Name">{shownName(user.name) ?? 'Not given'}</Fact>
      <Fact name="Email">{user.email}</Fact>
      <Fact name="Role">{roleNames[user.role]}</Fact>
      <Fact name="Signed in by">
        {provider === 'credentials' ? 'Password' : (providerById(provider)?.name ?? provider)}
      </Fact>
    </dl>
  </Section>
)

const Fact = ({ name, children }: { name: string; children: string }) => (
  <>
    <dt className="text-muted max-sm:text-sm">{name}</dt>
    <dd className="max-sm:mb-2">
      <ForeignText>{children}</ForeignText>
    </dd>
  </>
)

/** As people read them. */
export const roleNames: Record<User['role'], string> = {
  user: 'User',
  admin: 'Administrator',
}
