export function chosen(chromium: string | null): { readonly projects: readonly string[]; readonly says: string | null }
