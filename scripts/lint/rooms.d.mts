/** A room: its folder or file, what it may import, what of its folder is another room, and packages for it alone. */
export type Room = {
  folder: string
  may: readonly string[]
  mayNot?: readonly string[]
  packages: readonly string[]
}

export const rooms: readonly Room[]
export const coreTests: { folders: readonly string[] } & Pick<Room, 'may' | 'packages'>
export const roomPackages: readonly string[]
