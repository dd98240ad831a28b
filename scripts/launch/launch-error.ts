/** The start cannot go on: `message` is one sentence for the person who started it. */
export class LaunchError extends Error {}
