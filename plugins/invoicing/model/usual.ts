/** Whether lines without an item begin with the usual tax: what takes a document back is taxed as that was. */
export function takesUsualTax({ kind, original }: { readonly kind?: unknown; readonly original?: unknown }): boolean {
  return !original || kind === 'debitNote'
}
