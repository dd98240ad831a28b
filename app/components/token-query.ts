type Query = Promise<{ token?: string | string[] }>

/** The code of a mail's link. Nothing, or more than one, is the empty string: the form says that the link is incomplete. */
export async function tokenOf(query: Query) {
  const { token } = await query
  return typeof token === 'string' ? token : ''
}
