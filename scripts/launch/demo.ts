/** The demo people: there with LAB=on, gone with LAB=off. Loaded late: needs the generated client and the settings. */
export async function arrangeDemo(isLab: boolean): Promise<string> {
  const { seedDemo, removeDemo } = await import('@/lib/lab/demo')
  const { pool } = await import('@/lib/db/client')
  try {
    await (isLab ? seedDemo(new Date()) : removeDemo())
  } finally {
    await pool().end()
  }
  return isLab ? 'there' : 'none, LAB=off'
}

/** What a visitor of the lab needs to know, for the end of the start. */
export async function demoAccounts(): Promise<string[]> {
  const { demoPeople, demoPassword } = await import('@/lib/lab/demo')
  const people = demoPeople.map(({ email, role }) => `${email.padEnd(20)} ${role}`)
  return [...people, `password: ${demoPassword}`]
}
