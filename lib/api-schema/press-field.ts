/** The field that tells one press of a form from the next where no script does. */
export const pressField = 'press'
