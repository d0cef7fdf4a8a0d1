import { contentDisposition } from './names.ts'

/** The kinds of files that are kept: by the name's ending, each with the type it is given out as and what its first bytes must be. */
const kinds: { readonly [ending: string]: { readonly type: string; readonly begins: 'png' | 'jpeg' | 'gif' | 'webp' | 'pdf' | 'zip' | 'ole' | 'text' } } = {
  png: { type: 'image/png', begins: 'png' },
  jpg: { type: 'image/jpeg', begins: 'jpeg' },
  jpeg: { type: 'image/jpeg', begins: 'jpeg' },
  gif: { type: 'image/gif', begins: 'gif' },
  webp: { type: 'image/webp', begins: 'webp' },
  pdf: { type: 'application/pdf', begins: 'pdf' },
  docx: { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', begins: 'zip' },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', begins: 'zip' },
  pptx: { type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', begins: 'zip' },
  odt: { type: 'application/vnd.oasis.opendocument.text', begins: 'zip' },
  ods: { type: 'application/vnd.oasis.opendocument.spreadsheet', begins: 'zip' },
  odp: { type: 'application/vnd.oasis.opendocument.presentation', begins: 'zip' },
  zip: { type: 'application/zip', begins: 'zip' },
  doc: { type: 'application/msword', begins: 'ole' },
  xls: { type: 'application/vnd.ms-excel', begins: 'ole' },
  ppt: { type: 'application/vnd.ms-powerpoint', begins: 'ole' },
  txt: { type: 'text/plain; charset=utf-8', begins: 'text' },
  csv: { type: 'text/csv; charset=utf-8', begins: 'text' },
  md: { type: 'text/plain; charset=utf-8', begins: 'text' },
}

/** What the first bytes of a kind are, from where. */
const marks: { readonly [kind: string]: (head: Buffer) => boolean } = {
  png: head => head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  jpeg: head => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff,
  gif: head => /^GIF8[79]a$/.test(head.toString('latin1', 0, 6)),
  webp: head => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP',
  pdf: head => head.toString('latin1', 0, 5) === '%PDF-',
  zip: head => head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])),
  ole: head => head.subarray(0, 8).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])),
  text: head => !head.includes(0),
}

/** What a file is called by its ending, for refusals. */
export const keptEndings = Object.keys(kinds).join(', ')

/**
 * The type a file is given out as: from its ending and its own bytes, never from what a caller says of it. Null where nothing of that
 * ending is kept, or where the bytes are not of it.
 */
export function typeOf(name: string, head: Buffer): string | null {
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const kind = Object.hasOwn(kinds, ending) ? kinds[ending] : undefined
  return kind && marks[kind.begins]?.(head) ? kind.type : null
}

export function isPicture(type: string): boolean {
  return /^image\/(png|jpeg|gif|webp)$/.test(type)
}

/** How a file leaves: pictures to look at, all else to be saved, and nothing that a page could run. */
export function headersOf(name: string, type: string, bytes: number): { readonly [header: string]: string } {
  return {
    'Content-Type': type,
    'Content-Length': String(bytes),
    'Content-Disposition': contentDisposition(name, isPicture(type) ? 'inline' : 'attachment'),
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
  }
}
