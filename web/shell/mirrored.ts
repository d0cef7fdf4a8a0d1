/**
 * A language to test with, which nobody speaks: English, written from right to left. It is made of the English words as they are said, so
 * it is complete by itself, and every text that is not is seen at once. Figures keep their order, as they do in Arabic and Hebrew.
 */
export function mirrored(said: string): string {
  return said === '' ? '' : `\u202e${said.replaceAll('→', '←').replace(/[0-9][0-9.,:/-]*/g, '\u2066$&\u2069')}\u202c`
}

/** Whether this browser was told to speak it: by developers and tests, `localStorage['sangam.mirrored'] = '1'`; no screen offers it. */
export function isMirrored(): boolean {
  return typeof localStorage !== 'undefined' && localStorage.getItem('sangam.mirrored') === '1'
}
