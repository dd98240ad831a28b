import 'server-only'
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

  setRole = (userId: string, role: 'user' | 'admin') => this.act(userId, 'role', { role })
  disable = (userId: string) => this.act(userId, 'disable')

  private async act(userId: string, what: string, json?: unknown) {
    const sent = json === undefined ? {} : { json }
    return expected(204, await this.client.browser.send('POST', `/api/admin/users/${userId}/${what}`, sent))
  }
}
