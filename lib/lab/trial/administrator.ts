import 'server-only'
import type { Role } from '@/lib/api-schema/roles'
import { expected } from './browser'
import { LabClient } from './client'
import { withLabPerson } from './person'
import type { Trial } from './trial'

/** Who acts upon the person of a trial: an administrator of its own, who exists while `work` goes on. */
export const withAdministrator = <Result>(
  { step }: Pick<Trial, 'step'>,
  work: (administrator: Administrator) => Promise<Result>,
): Promise<Result> =>
  withLabPerson('admin', async (person) => {
    const client = new LabClient('database')
    await step('An administrator signs in.', async () => expected(200, await client.signIn(person)))
    return work(new Administrator(client))
  })

export class Administrator {
  constructor(private readonly client: LabClient) {}

  async setRole(id: string, role: Role) {
    const options = { params: { id }, json: { role } }
    return expected(204, await this.client.api.call('POST /api/admin/users/{id}/role', options))
  }

  async disable(id: string) {
    const options = { params: { id }, json: {} }
    return expected(204, await this.client.api.call('POST /api/admin/users/{id}/disable', options))
  }
}
