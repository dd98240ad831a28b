import { backChannelLogoutRoutes } from '@/lib/auth/http/provider-sign-out'

/** For providers, which call it when somebody signs out there. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = backChannelLogoutRoutes
