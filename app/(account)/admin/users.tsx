import { ForeignText } from '@/app/components/foreign-text'
import { Moment } from '@/app/components/moment'
import type { ListedUser } from '@/lib/accounts'
import { UserForms } from './user-forms'

/** @param self the administrator who looks: nobody disables or demotes themselves by a slip */
export const Users = ({ users, self }: { users: ListedUser[]; self: string }) => (
  <table role="table" className="ledger">
    <caption className="sr-only">Users</caption>
    <thead role="rowgroup">
      <tr role="row">
        {['User', 'Role', 'State', 'Created', 'Actions'].map((head) => (
          <th key={head} role="columnheader" scope="col">
            {head === 'Actions' ? <span className="sr-only">{head}</span> : head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {users.map((user) => (
        <Row key={user.id} user={user} self={user.id === self} />
      ))}
    </tbody>
  </table>
)

const roles = { user: 'User', admin: 'Administrator' }

/** Whose row it is says the address: a name may be anything, the address of another or a role included. */
const Row = ({ user, self }: { user: ListedUser; self: boolean }) => (
  <tr role="row">
    <th role="rowheader" scope="row" className="font-normal!">
      <span className="block font-medium">
        <ForeignText>{user.email}</ForeignText>
      </span>
      {user.name && (
        <span className="block text-sm text-muted">
          Name: <ForeignText>{user.name}</ForeignText>
        </span>
      )}
    </th>
    <td role="cell" data-label="Role">
      {roles[user.role]}
    </td>
    <td role="cell" data-label="State">
      {user.disabledAt ? (
        <span>
          Disabled <span className="text-muted">since</span> <Moment at={user.disabledAt} />
        </span>
      ) : (
        <span className="text-muted">Enabled</span>
      )}
    </td>
    <td role="cell" data-label="Created">
      <Moment at={user.createdAt} />
    </td>
    <td role="cell" className="md:text-end!">
      {self ? <span className="text-sm text-muted">You</span> : <UserForms user={user} />}
    </td>
  </tr>
)
