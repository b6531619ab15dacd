/* scale: round steps for an axis of counts. */

/* 0 and up to `most` more steps (1, 2 or 5 times a power of ten, whole), the last at or above the greatest value. */
export function ticks(greatest: number, most = 4): number[] {
	const rough = Math.max(greatest, 1) / most;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = Math.max(1, [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? 10 * power);
	const count = Math.max(1, Math.ceil(greatest / step));
	return Array.from({ length: count + 1 }, (_, i) => i * step);
}

/* Every how many columns a label fits, when each takes so many pixels and the columns are so far apart. */
export function labelStride(labelWidth: number, distance: number): number {
	return Math.max(1, Math.ceil(labelWidth / distance));
}
