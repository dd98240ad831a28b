/** Programs ask here for much that this app does not have, also to see whether it says so. */
export { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } from '../../api/[...nothing]/route'
