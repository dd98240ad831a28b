export const dynamic = 'force-dynamic'

/** The tiny route that nobody is asked for: what the others are divided by. */
export const GET = () => Response.json({ id: 'nobody' })
