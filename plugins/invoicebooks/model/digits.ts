const digits = new Map<string, number>()

/** Digits after the point, by ISO 4217; asked of the platform once for each currency. */
export function digitsOf(currency: string): number {
  const known = digits.get(currency) ?? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  digits.set(currency, known)
  return known
}
