/** How the steps of quantized tensors become numbers. */
import { NDArray } from "../numpy/ndarray.ts";

/** Scales as the numbers here need them: {@link Quantizer} of `tensor.ts` has tensors. */
interface Channels {
	toNDArray(): NDArray;
}
type Scales =
	| { readonly scale: number; readonly zeroPoint: number }
	| { readonly scales: Channels; readonly zeroPoints: Channels; readonly axis: number };

/** The numbers of steps. */
export function dequantized(steps: NDArray, quantizer: Scales): NDArray {
	const row = steps.toTyped() as ArrayLike<number>;
	const data = new Float32Array(row.length);
	const { shape } = steps;
	if ("scale" in quantizer) {
		// torch multiplies floats of 32 bits.
		const scale = Math.fround(quantizer.scale);
		for (let i = 0; i < row.length; i++) data[i] = ((row[i] as number) - quantizer.zeroPoint) * scale;
		return new NDArray({ dtype: "f4", shape, data });
	}
	const scales = quantizer.scales.toNDArray().toTyped();
	const zeros = quantizer.zeroPoints.toNDArray().toTyped();
	const inner = shape.slice(quantizer.axis + 1).reduce((size, length) => size * length, 1);
	const channels = shape[quantizer.axis] ?? 1;
	for (let i = 0; i < row.length; i++) {
		const channel = Math.floor(i / inner) % channels;
		data[i] = ((row[i] as number) - Number(zeros[channel])) * Math.fround(Number(scales[channel]));
	}
	return new NDArray({ dtype: "f4", shape, data });
}
