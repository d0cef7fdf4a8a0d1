import { signs } from '../shell/format.ts'

/** A decimal as the person types it, without signs between thousands. */
export function typedNumber(value: string): string {
  return signs().point === ',' ? value.replace('.', ',') : value
}
