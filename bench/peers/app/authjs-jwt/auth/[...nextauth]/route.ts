import { ofJwt } from '@/lib/authjs'

export const { GET, POST } = ofJwt.handlers
