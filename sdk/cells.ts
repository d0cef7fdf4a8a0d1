/**
 * A text as it may stand in a cell of a spreadsheet: what a spreadsheet would run as a formula gets an apostrophe in front
 * (CWE-1236). Everything of ours that leaves for a spreadsheet goes through here.
 *
 * @param text - what people wrote.
 * @example guardCell('=1+1') // "'=1+1"
 */
export function guardCell(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/**
 * A text that came from a spreadsheet, without the apostrophe that {@link guardCell} put in front.
 *
 * @param text - what stands in the cell.
 * @example unguardCell("'=1+1") // '=1+1'
 */
export function unguardCell(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text
}
