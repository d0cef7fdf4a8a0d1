import { dayIn } from '@sangam/sdk'

const days = new Map<string, { readonly minute: string; readonly day: string }>()

/** The day it is in a zone. Each request asks, and within a minute the answer is the same: no zone of today is off by less. */
export function todayIn(now: string, zone: string): string {
  const minute = now.slice(0, 16)
  const known = days.get(zone)
  if (known?.minute === minute) return known.day
  const day = dayIn(now, zone)
  days.set(zone, { minute, day })
  return day
}
