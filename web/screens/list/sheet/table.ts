/** Cells as spreadsheets exchange them: tabs between cells, a line for each row; what holds either, or a quote, stands in quotes. */
export function tableText(table: readonly (readonly string[])[]): string {
  return table.map(line => line.map(cell => (/[\t\r\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')).join('\n')
}

/** The cells of such a text. A quote within a cell that does not begin with one is a letter like others. */
export function readTable(text: string): readonly (readonly string[])[] {
  const table: string[][] = []
  let line: string[] = []
  let at = 0
  while (at < text.length) {
    const [cell, end] = cellAt(text, at)
    line.push(cell)
    at = end + 1
    if (text[end] === '\t') {
      if (at === text.length) line.push('')
      continue
    }
    if (text[end] === '\r' && text[at] === '\n') at += 1
    table.push(line)
    line = []
  }
  if (line.length > 0) table.push(line)
  return table
}

/** A cell that begins at a place, and where it ends: at a tab, the end of a line or of the text. */
function cellAt(text: string, from: number): readonly [string, number] {
  const quoted = text[from] === '"' ? /"([^"]*(?:""[^"]*)*)"(?=[\t\r\n]|$)/y : null
  if (quoted) {
    quoted.lastIndex = from
    const found = quoted.exec(text)
    if (found) return [(found[1] ?? '').replaceAll('""', '"'), from + found[0].length]
  }
  const plain = /[^\t\r\n]*/y
  plain.lastIndex = from
  const cell = plain.exec(text)?.[0] ?? ''
  return [cell, from + cell.length]
}
