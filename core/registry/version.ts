type Version = readonly [number, number, number]

/** `1.2.3`, also with a suffix after it, which counts for nothing here; null for anything else. */
export function parseVersion(text: string): Version | null {
  const match = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+][0-9A-Za-z.-]+)?$/.exec(text)
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : null
}

/** Whether a range is one that `satisfies` understands: `^1.2.0`, `~1.2.0`, `>=1.0.0 <2.0.0`, `1.2.3`, `*`, joined by spaces. */
export function isRange(range: string): boolean {
  return (
    range.trim() !== '' &&
    range
      .trim()
      .split(/\s+/)
      .every(part => bounds(part) !== null)
  )
}

/** Whether a version lies in a range; false for a range that is not one. */
export function satisfies(version: string, range: string): boolean {
  const found = parseVersion(version)
  return (
    found !== null &&
    isRange(range) &&
    range
      .trim()
      .split(/\s+/)
      .every(part => bounds(part)?.(found) ?? false)
  )
}

/** Below 0 where the first is the older; suffixes count for nothing. */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [parseVersion(a), parseVersion(b)]
  return first && second ? compare(first, second) : 0
}

function bounds(part: string): ((version: Version) => boolean) | null {
  if (part === '*') return () => true
  const match = /^(\^|~|>=|>|<=|<|=)?(.+)$/.exec(part)
  const from = match && parseVersion(match[2] ?? '')
  if (!match || !from) return null
  const order = (version: Version) => compare(version, from)
  switch (match[1]) {
    case '^':
      return version => order(version) >= 0 && compare(version, nextBreaking(from)) < 0
    case '~':
      return version => order(version) >= 0 && compare(version, [from[0], from[1] + 1, 0]) < 0
    case '>=':
      return version => order(version) >= 0
    case '>':
      return version => order(version) > 0
    case '<=':
      return version => order(version) <= 0
    case '<':
      return version => order(version) < 0
    default:
      return version => order(version) === 0
  }
}

/** Below 1.0.0 the second number says what breaks, below 0.1.0 the third. */
function nextBreaking([major, minor, patch]: Version): Version {
  if (major > 0) return [major + 1, 0, 0]
  return minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1]
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}
