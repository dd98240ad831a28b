/** What every route here answers: who asks, or 401. */
export const answer = (id: string | undefined | null) =>
  id ? Response.json({ id }) : Response.json({ id: null }, { status: 401 })
