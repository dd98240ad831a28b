import { handlers } from '@/lib/auth/authjs/handlers'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers('jwt')
