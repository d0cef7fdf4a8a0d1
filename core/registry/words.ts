/** `expectedClose` → `Expected close`; `leads.leadLine` → `Lead line`. */
export function humanise(name: string): string {
  const last = name.split('.').at(-1) ?? name
  const spaced = last.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

export function pluralOf(label: string): string {
  if (/[^aeiou]y$/.test(label)) return `${label.slice(0, -1)}ies`
  if (/(s|x|z|ch|sh)$/.test(label)) return `${label}es`
  return `${label}s`
}
