import type { Settings } from '@sangam/sdk'

/** Whether a value of a page of settings is written and never shown again. */
export function isSecret(settings: Settings, name: string): boolean {
  return (settings.fields[name]?.options as { secret?: boolean } | undefined)?.secret === true
}
