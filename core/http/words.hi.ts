/** The sentences of the server's own refusals, in Hindi. A test collects them from the source and finds each here. */
export const serverWords: { readonly [english: string]: string } = {}
