/** A name for programs made from a label: `Fuel type` → `fuelType`, behind what is taken already a number. */
export function nameFrom(label: string, taken: ReadonlySet<string>, style: 'camel' | 'admin', otherwise: string): string {
  const words = label
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase()
    .split(' ')
    .filter(Boolean)
  const plain = words.length === 0 || /^\d/.test(words[0] ?? '') ? [otherwise, ...words] : words
  const base =
    style === 'admin'
      ? `x_${plain.join('_')}`.slice(0, 34)
      : plain
          .map((word, at) => (at === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
          .join('')
          .slice(0, 34)
  if (!taken.has(base)) return base
  for (let at = 2; ; at += 1) {
    const next = style === 'admin' ? `${base}_${at}` : `${base}${at}`
    if (!taken.has(next)) return next
  }
}

/** What no field may be called: what every record has, words of conditions, and what every object answers to. */
const reserved = [
  ...['id', 'version', 'position', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'deletedAt', 'and', 'or', 'not', 'prototype'],
  ...Object.getOwnPropertyNames(Object.prototype),
]

/** The name of a field: as `nameFrom`, and one that a field may have. A column called Position is `position2` to programs. */
export function fieldNameFrom(label: string, taken: ReadonlySet<string>, style: 'camel' | 'admin', otherwise = 'field'): string {
  return nameFrom(label, new Set([...taken, ...reserved]), style, otherwise)
}
