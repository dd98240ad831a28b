import 'server-only'

/** The door: how a signed-in person is remembered. What comes in is presented, what goes out is a state and cookies to write. */
export { signIn, rememberDevice } from './sign-in'
export { signOut } from './sign-out'
export { renew } from './renew'
export { switchStrategy } from './switch-strategy'
export { chosenStrategy } from './read'
export { listSessions, endSession, endOtherSessions, countSessions } from './sessions'
export { changePassword } from './change-password'
export { strategies } from './strategies'
export type * from './contract'
