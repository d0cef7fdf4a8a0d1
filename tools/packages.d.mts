/** Where the archives of what authors of plugins install lie. */
export const packagesFolder: string
/** Makes them, and gives their paths. */
export function makePackages(): Promise<readonly string[]>
