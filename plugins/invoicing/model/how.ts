/** A figure and how it came: words with values, which people read in their language, and the figures it was made of. */
export interface Figure {
  readonly text: string
  readonly values: { readonly [name: string]: string }
  readonly amount: string
  readonly of: readonly Figure[]
}

export function figure(text: string, values: Figure['values'], amount: string, of: readonly Figure[] = []): Figure {
  return { text, values, amount, of }
}
