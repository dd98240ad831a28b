/** The pages of the lab by their first segment: the folders of `app/(lab)` with a page in them, but for the guide. */
export const labPages = ['compare', 'experiments', 'glossary', 'outbox', 'read-paths', 'spa', 'tour', 'wire']

/** Where the lab is, with all that is below: pages and API. With LAB=off these paths are closed. */
export const labRoutes = [...labPages.map((name) => `/${name}`), '/api/lab', '/api/outbox', '/api/read-paths']
