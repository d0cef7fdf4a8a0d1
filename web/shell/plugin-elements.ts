import type { ElementMeta } from '@sangam/sdk'

/** Elements that plugins put on a screen of the shell: each plugin's browser half is fetched when such a screen is first shown. One that can't be had is left out. */
export async function pluginElements(told: readonly ElementMeta[]): Promise<readonly HTMLElement[]> {
  const made = await Promise.all(
    told.map(async ({ element, source }): Promise<readonly HTMLElement[]> => {
      try {
        if (source === null) return []
        await import(/* @vite-ignore */ source)
        return customElements.get(element) ? [document.createElement(element)] : []
      } catch (error) {
        reportError(error)
        return []
      }
    }),
  )
  return made.flat()
}
