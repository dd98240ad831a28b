import 'server-only'
import type { Interaction, InteractionResults, Provider } from 'oidc-provider'
import { z } from 'zod'
import { equalInConstantTime } from '@/lib/crypto'
import { grantAsked } from './consent'
import type { Directory } from './people'

/** What the person behind a page may say. No decision: Enter in a field, or a client that presses no button. */
export const answer = z.object({
  decision: z.enum(['allow', 'deny']).optional(),
  email: z.string().max(320).default(''),
  password: z.string().max(1024).default(''),
})
export type Answer = z.infer<typeof answer>

/** Whose answers count. */
export type House = { provider: Provider; directory: Directory; password: string }

const denied = { error: 'access_denied', error_description: 'the person declined' }

function login({ directory, password }: House, given: Answer): InteractionResults | undefined {
  const person = directory.byEmail(given.email)
  const isRight = equalInConstantTime(given.password, password)
  return person && isRight ? { login: { accountId: person.sub, amr: ['pwd'] } } : undefined
}

/** What an answer means to the library.
 *  @returns undefined when it is none: the wrong password, or neither Allow nor Deny */
export async function decide(
  house: House,
  asked: Interaction,
  given: Answer,
): Promise<InteractionResults | undefined> {
  if (given.decision === 'deny') return denied
  if (asked.prompt.name === 'login') return login(house, given)
  return given.decision && { consent: { grantId: await grantAsked(house.provider, asked) } }
}
