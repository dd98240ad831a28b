const disjunction = new Intl.ListFormat('en', { type: 'disjunction' })

/** Names in quotation marks, to choose from: `"a", "b", or "c"`. */
export const oneOf = (names: readonly string[]) => disjunction.format(names.map((name) => `"${name}"`))
