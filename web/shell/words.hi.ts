/** The shell's own sentences in Hindi; labels of records come with the model. */
export const words: { readonly [english: string]: string } = {}
