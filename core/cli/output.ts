import { UserError } from '@sangam/sdk'
import { Refused } from '../errors.ts'

/** What a check found: all is well, or something to look at. */
export interface Finding {
  readonly good: boolean
  readonly text: string
}

export function say(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** What a failure says to the person at the keyboard: a sentence, never a stack. */
export function explain(error: unknown): string {
  if (error instanceof Refused) {
    const issues = (error.options.errors ?? []).map(issue => `  ${issue.field ? `${issue.field}: ` : ''}${filled(issue.message, issue.values)}`)
    return [filled(error.detail, error.options.values), ...issues].join('\n')
  }
  if (error instanceof UserError) return filled(error.message, error.values)
  return error instanceof Error ? error.message : String(error)
}

/** Rows in columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(row => [...(row[column] ?? '')].length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length)))
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** `1,234,567 bytes` as people say it. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${step === 0 ? bytes : (bytes / 1000 ** step).toFixed(1)} ${units[step]}`
}

function filled(sentence: string, values: { readonly [name: string]: string | number } = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
