import { ForeignText } from '@/app/components/text'
import { Ledger, LedgerCell, LedgerRow } from '@/app/components/ledger'
import { Moment } from '@/app/components/moment'
import type { ListedUser } from '@/lib/accounts'
import { roleNames } from '../account/profile'
import { UserForms } from './user-forms'

const columns = [
  'User',
  'Role',
  'State',
  'Created',
  { name: 'Actions', look: 'for screen readers only' },
] as const

/** @param self the administrator who looks: nobody disables or demotes themselves by a slip */
export const Users = ({ users, self }: { users: ListedUser[]; self: string }) => (
  <Ledger caption="Users" columns={columns}>
    {users.map((user) => (
      <Row key={user.id} user={user} self={user.id === self} />
    ))}
  </Ledger>
)

const Row = ({ user, self }: { user: ListedUser; self: boolean }) => (
  <LedgerRow head={<Who user={user} />} headClassName="font-normal!">
    <LedgerCell label="Role">{roleNames[user.role]}</LedgerCell>
    <LedgerCell label="State">
      {user.disabledAt ? (
        <span>
          Disabled <span className="text-muted">since</span> <Moment at={user.disabledAt} />
        </span>
      ) : (
        <span className="text-muted">Enabled</span>
      )}
    </LedgerCell>
    <LedgerCell label="Created">
      <Moment at={user.createdAt} />
    </LedgerCell>
    <LedgerCell className="md:text-end!">
      {self ? <span className="text-sm text-muted">You</span> : <UserForms user={user} />}
    </LedgerCell>
  </LedgerRow>
)

/** Whose row it is says the address: a name may be anything, the address of another or a role included. */
const Who = ({ user: { email, name } }: { user: ListedUser }) => (
  <>
    <span className="block font-medium">
      <ForeignText>{email}</ForeignText>
    </span>
    {name && (
      <span className="block text-sm text-muted">
        Name: <ForeignText>{name}</ForeignText>
      </span>
    )}
  </>
)
