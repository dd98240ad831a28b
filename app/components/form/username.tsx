/** Tells a password manager under whose name to file the password that is chosen here. Not sent. */
export const Username = ({ email }: { email: string }) => (
  <input type="text" autoComplete="username" value={email} readOnly hidden />
)
