/** A Chromium that browser tests can drive; null where there is none. */
export function findChromium(): string | null
