let epoch = 0

/** Grows whenever something is written here that decides who may do what: what this process remembered is asked anew. Other nodes look again within a second. */
export function accessEpoch(): number {
  return epoch
}

export function accessChanged(): void {
  epoch += 1
}
