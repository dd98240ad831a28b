import { z } from 'zod'

export const theme = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof theme>

export const themeForm = z.strictObject({ theme })
