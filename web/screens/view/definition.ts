/** What a view keeps: which records, and how its kind shows them. The same names stand in the address. */
export interface Definition {
  readonly where?: object
  readonly search?: string
  readonly [setting: string]: unknown
}

const lists: readonly string[] = ['sort', 'columns', 'group', 'card', 'measures', 'rows', 'folded', 'limits']

/** A view as the address changes it: what the address names counts, what it leaves out is as in the view. */
export function withAddress(view: Definition, query: URLSearchParams, settings: readonly string[]): Definition {
  const said = ['where', 'search', ...settings].flatMap(name => {
    const text = query.get(name)
    const value = text === null ? undefined : readSetting(name, text)
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...view, ...Object.fromEntries(said) }
}

/** What the address has to say for a view to become another: each name with its text, and undefined where the view says the same. */
export function addressOf(view: Definition, now: Definition, settings: readonly string[]): { readonly [name: string]: string | undefined } {
  return Object.fromEntries(
    ['where', 'search', ...settings].map(name => [
      name,
      settingText(name, view[name]) === settingText(name, now[name]) ? undefined : settingText(name, now[name]),
    ]),
  )
}

function readSetting(name: string, text: string): unknown {
  if (lists.includes(name)) return text.split(',').filter(one => one !== '')
  if (name === 'pinned') return Number(text)
  if (name !== 'where' && name !== 'colours') return text
  try {
    const said: unknown = JSON.parse(text || '[]')
    return typeof said === 'object' && said !== null && Array.isArray(said) === (name === 'colours') ? said : undefined
  } catch {
    // An address that was cut short shows the view as it is.
    return undefined
  }
}

function settingText(name: string, value: unknown): string {
  if (name === 'where') return JSON.stringify(value ?? {})
  if (name === 'colours') return Array.isArray(value) && value.length > 0 ? JSON.stringify(value) : ''
  return Array.isArray(value) ? value.join(',') : String(value ?? '')
}
