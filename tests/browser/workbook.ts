import ExcelJS from 'exceljs'

/** A workbook with one sheet, as somebody saves it in a spreadsheet. */
export async function workbook(rows: readonly (readonly (string | number)[])[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('Prices').addRows(rows.map(row => [...row]))
  return Buffer.from(await book.xlsx.writeBuffer())
}
