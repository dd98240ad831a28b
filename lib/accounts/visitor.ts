import 'server-only'

/** Whoever is at the door, as the edge saw them. */
export type Visitor = {
  /** client address, as far as it can be believed */
  address: string
  /** the browser's name for people, see `deviceName` */
  device: string
  /** value of the device cookie, as it came */
  deviceCookie: string | null
}
