/** What both the screen and the server say. */
export const sayings = {
  noNumber: 'This supplier has no tax number, and so charges no {tax}. Give their number under Both sides, or take the tax out of the lines.',
} as const
