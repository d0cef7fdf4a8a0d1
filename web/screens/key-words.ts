import { t } from '../shell/words.ts'

/** How much a key may ask for; null where nobody said. */
export interface KeyLimits {
  readonly requestsPerMinute: number | null
  readonly writesPerHour: number | null
  readonly rowsPerAnswer: number | null
}
export type KeyUse = 'write' | 'plan' | 'read'

export function useSaid(may: KeyUse): string {
  return may === 'read' ? t('Read only') : may === 'plan' ? t('Read, and plan changes') : t('Read and change')
}

/** The limits that a key has, in words. */
export function limitsSaid(limits: KeyLimits): string[] {
  const told: readonly (readonly [keyof KeyLimits, string])[] = [
    ['requestsPerMinute', t('Requests a minute')],
    ['writesPerHour', t('Changed records an hour')],
    ['rowsPerAnswer', t('Rows an answer')],
  ]
  return told.flatMap(([name, words]) => (limits[name] === null ? [] : [`${words}: ${limits[name]}`]))
}
