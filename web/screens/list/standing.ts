import type { LineColour } from '@sangam/sdk'
import type { ReactiveControllerHost } from 'lit'
import { onLive } from '../../data/live.ts'
import { learnStanding, learntStanding } from '../../data/standing.ts'

/** A line is coloured for the records as they stand now, whichever of their ids stands in it or in the condition: who those are is asked as colours come, and after a merge. */
export function followStanding(host: ReactiveControllerHost, coloursNow: () => readonly LineColour[] | undefined): void {
  let asked: readonly LineColour[] | undefined
  let stops: (() => void)[] = []
  let later: ReturnType<typeof setTimeout> | undefined
  const learn = (): void => {
    asked = coloursNow()
    if (asked) void learnStanding(asked.map(rule => rule.where)).catch(() => undefined)
  }
  // Of many that are made one in a row it is asked once who they are now.
  const soon = (): void => {
    clearTimeout(later)
    later = setTimeout(learn, 300)
  }
  host.addController({
    hostConnected() {
      stops = [learntStanding.subscribe(() => host.requestUpdate()), onLive('merge', soon), onLive('again', learn)]
    },
    hostDisconnected() {
      for (const stop of stops) stop()
      stops = []
      clearTimeout(later)
    },
    hostUpdate() {
      if (coloursNow() !== asked) learn()
    },
  })
}
