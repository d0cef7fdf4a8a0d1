/** What a test of the build needs to know of `stale.mjs`. */
export function stamp(name: string, places: readonly string[], base?: string): { isFresh(): boolean; done(): void }
