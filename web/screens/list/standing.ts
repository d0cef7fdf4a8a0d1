import type { LineColour } from '@sangam/sdk'
import type { ReactiveControllerHost } from 'lit'
import { onLive } from '../../data/live.ts'
import { learnStanding, learntStanding } from '../../data/standing.ts'

/** A line is coloured for the records as they stand now, whichever of their ids stands in it or in the condition: who those are is asked as colours come, and after a merge. */
export function followStanding(host: ReactiveControllerHost, coloursNow: () => readonly LineColour[] | undefined): void {
  let asked: readonly LineColour[] | undefined
  let stops: (() => void)[] = []
  const learn = (): void => {
    asked = coloursNow()
    if (asked) void learnStanding(asked.map(rule => rule.where)).catch(() => undefined)
  }
  host.addController({
    hostConnected() {
      stops = [learntStanding.subscribe(() => host.requestUpdate()), onLive('merge', learn), onLive('again', learn)]
    },
    hostDisconnected() {
      for (const stop of stops) stop()
      stops = []
    },
    hostUpdate() {
      if (coloursNow() !== asked) learn()
    },
  })
}
