/** Round numbers along an axis that holds all values and zero. */
export function ticksOf(values: readonly number[], about: number): readonly number[] {
  const low = Math.min(0, ...values)
  const high = Math.max(0, ...values) || (low === 0 ? 1 : 0)
  const step = roundStep((high - low) / Math.max(1, about))
  const first = Math.floor(low / step)
  const last = Math.max(first + 1, Math.ceil(high / step))
  return Array.from({ length: last - first + 1 }, (_, at) => exact((first + at) * step))
}

/** 1, 2 or 5 with as many zeros as it takes. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const times = [1, 2, 5, 10].find(one => one * power >= rough * 0.999_999) ?? 10
  return times * power
}

/** 0.30000000000000004 is 0.3. */
function exact(value: number): number {
  return Number(value.toPrecision(12))
}
