/** A file name that is only a name: no folders, no control characters, nothing a shell or a header takes for its own. */
export function safeName(name: string, fallback = 'file'): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = [...last]
    .filter(isPlain)
    .join('')
    .replace(/["<>|:*?;]/g, '_')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
  return shorten(clean === '' || reserved.test(clean) ? fallback : clean, 180)
}

/** What a record or a report is called, as the name of a file: `INV/2026-27/0041` is no path, and keeps all of itself. */
export function nameOfFile(text: string): string {
  return text.replaceAll(/[/\\]+/g, '-')
}

/** `Content-Disposition` for a file of any name: ASCII for old readers and the whole name beside it (RFC 6266, 8187). */
export function contentDisposition(name: string, how: 'attachment' | 'inline' = 'attachment'): string {
  const clean = safeName(name)
  const ascii = [...clean].map(letter => (/^[ -~]$/.test(letter) && letter !== '%' ? letter : '_')).join('')
  const encoded = encodeURIComponent(clean).replace(/['()*!]/g, letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${how}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

// Names that Windows gives to devices, whatever their ending.
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i

/** Neither a control character nor an invisible one that turns text around (which makes `exe.gpj` read as `jpg.exe`). */
function isPlain(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0
  if (code < 32 || (code > 126 && code < 160)) return false
  return !(
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    code === 0x200e ||
    code === 0x200f ||
    code === 0xfeff ||
    (code >= 0xd800 && code <= 0xdfff)
  )
}

/** At most so many bytes of UTF-8, keeping the ending. */
function shorten(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? ''
  let kept = ''
  for (const letter of name.slice(0, name.length - ending.length)) {
    if (Buffer.byteLength(kept + letter + ending) > bytes) break
    kept += letter
  }
  return kept + ending
}
