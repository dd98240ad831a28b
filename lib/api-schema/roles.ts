import { z } from 'zod'

export const role = z.enum(['user', 'admin'])
export type Role = z.infer<typeof role>
