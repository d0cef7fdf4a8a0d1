const tokens: { readonly [token: string]: string } = {
  yyyy: '[0-9]{4}',
  yy: '[0-9]{2}',
  mm: '[0-9]{2}',
  fy: '[0-9]{4}(?:-[0-9]{2})?',
  fy2: '[0-9]{2}(?:-[0-9]{2})?',
  company: '.+?',
}

/** What may stand before the counter of a pattern, its zeros, and what may stand behind it, as regular expressions. */
function sides(pattern: string, company = tokens.company): readonly [string, number, string] {
  const [, before = '', zeros = '', after = ''] = /^(.*?)\{(0+)\}(.*)$/.exec(pattern) ?? []
  const side = (text: string): string =>
    text
      .split(/(\{[a-z]+[0-9]?\})/)
      .map(part => (part === '{company}' ? company : part.startsWith('{') ? tokens[part.slice(1, -1)] : null) ?? quoted(part))
      .join('')
  return [side(before), zeros.length, side(after)]
}

function quoted(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
}

/** What a number made from a pattern looks like: what stands before its counter, the counter, what stands behind it. */
export function numbered(pattern: string): string {
  const [before, zeros, after] = sides(pattern)
  return `^(${before})([0-9]{${zeros},18})(${after})$`
}

/** The same of numbers that have one frame. */
export function numberedWithin(prefix: string, suffix: string, zeros: number): string {
  return `^(${quoted(prefix)})([0-9]{${zeros},18})(${quoted(suffix)})$`
}

/** What stands before and behind the counter, of the key under which it is kept; null where the pattern or the company was another. */
export function frameOf(
  pattern: string,
  key: string,
  codes: readonly string[],
): { readonly prefix: string; readonly suffix: string; readonly zeros: number } | null {
  const [before, zeros, after] = sides(pattern, codes.length > 0 ? `(?:${codes.map(quoted).join('|')})` : '(?!)')
  const found = new RegExp(`^(${before})(${after})$`).exec(key)
  return found ? { prefix: found[1] ?? '', suffix: found[2] ?? '', zeros } : null
}
