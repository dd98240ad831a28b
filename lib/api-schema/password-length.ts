/** Code points. Apart from the schemas, so that a page can say them without carrying zod to the browser. */
export const passwordMin = 15
export const passwordMax = 256
