export { look } from './look'
export { keep } from './signed-in'
export { sayOtherAddress } from '../shell/other-address'
