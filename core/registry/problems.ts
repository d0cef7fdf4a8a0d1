/** Everything that is wrong with the plugins, said at once: each sentence names the plugin, the thing and the fix. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError'
  constructor(readonly problems: readonly string[]) {
    super(`The plugins can't be put together:\n${problems.map(problem => `- ${problem}`).join('\n')}`)
  }
}

/** Takes a sentence; checks go on, so that all of them are known at once. */
export type Say = (problem: string) => void
