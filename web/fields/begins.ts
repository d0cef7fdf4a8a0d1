import type { Json } from '@sangam/sdk'

/** Who is here, the day it is where the company is, and the moment. */
export interface Now {
  readonly me: string | null
  readonly today: string
  readonly now: string
}

/** What a default stands for: itself, the person, the day or the moment. */
export function begun(value: Json | undefined, { me, today, now }: Now): Json | undefined {
  return value === '$me' ? me : value === '$today' ? today : value === '$now' ? now : value
}
