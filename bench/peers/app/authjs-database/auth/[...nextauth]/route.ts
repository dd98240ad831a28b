import { ofDatabase } from '@/lib/authjs'

export const { GET, POST } = ofDatabase.handlers
