/** Histogram, line and picture, drawn by the page itself: a library for lines alone is 23 kB. */
import { useEffect, useRef } from "preact/hooks";
import type { LineData, Picture } from "../shared/types.ts";
import { count, t } from "./words.ts";

/** A number with as many digits as say something. */
export function numberText(value: number): string {
	if (Number.isNaN(value)) return "nan";
	if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
	if (Number.isInteger(value) && Math.abs(value) < 1e15) return count(value);
	const size = Math.abs(value);
	return size >= 1e6 || size < 1e-4 ? value.toExponential(4) : String(Number(value.toPrecision(6)));
}

/** Bars over equal parts of a range. */
export function Histogram({
	bins,
	min,
	max,
	height = 96,
}: {
	readonly bins: readonly number[];
	readonly min: number;
	readonly max: number;
	readonly height?: number;
}) {
	const most = Math.max(1, ...bins);
	const width = 100 / bins.length;
	const label = t("array.histogram", numberText(min), numberText(max));
	return (
		<figure class="chart">
			<svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" role="img" aria-label={label} height={height}>
				{bins.map((bin, i) => {
					const tall = bin === 0 ? 0 : Math.max(1, (bin / most) * (height - 2));
					return (
						<rect key={i} x={i * width + 0.15} width={Math.max(0.2, width - 0.3)} y={height - tall} height={tall} />
					);
				})}
			</svg>
			<figcaption>
				<span>{numberText(min)}</span>
				<span>{numberText(max)}</span>
			</figcaption>
		</figure>
	);
}

/** A line, or where there are more items than pixels the band between the least and the greatest. */
export function Line({ data, isBusy }: { readonly data: LineData; readonly isBusy: boolean }) {
	const { low, high, length } = data;
	const [width, height] = [1000, 260];
	let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (let i = 0; i < low.length; i++) {
		if (Number.isFinite(low[i] as number)) min = Math.min(min, low[i] as number);
		if (Number.isFinite(high[i] as number)) max = Math.max(max, high[i] as number);
	}
	if (min > max) [min, max] = [0, 1];
	const range = max - min || 1;
	const y = (value: number): string => (height - 6 - ((value - min) / range) * (height - 12)).toFixed(1);
	const x = (i: number): string => ((i / Math.max(1, low.length - 1)) * width).toFixed(1);
	let path = "";
	let pen = false;
	for (let i = 0; i < low.length; i++) {
		const [a, b] = [low[i] as number, high[i] as number];
		if (!(Number.isFinite(a) && Number.isFinite(b))) {
			pen = false;
			continue;
		}
		path += `${pen ? "L" : "M"}${x(i)} ${y(a)}`;
		if (a !== b) path += `L${x(i)} ${y(b)}`;
		pen = true;
	}
	return (
		<figure class="chart line" aria-busy={isBusy}>
			<svg
				viewBox={`0 0 ${width} ${height}`}
				preserveAspectRatio="none"
				role="img"
				aria-label={t("array.lineLabel", count(length))}
				height={height}
			>
				<path d={path} />
			</svg>
			<figcaption>
				<span>0 … {count(length - 1)}</span>
				<span>
					{numberText(min)} … {numberText(max)}
				</span>
			</figcaption>
		</figure>
	);
}

/** Pixels, enlarged so that they can be told. */
export function Pixels({
	picture,
	label,
	isHeat,
	isBusy,
}: {
	readonly picture: Picture;
	readonly label: string;
	readonly isHeat: boolean;
	/** Whether newer ones are on their way. */
	readonly isBusy: boolean;
}) {
	const ref = useRef<HTMLCanvasElement>(null);
	const { width, height, pixels } = picture;
	useEffect(() => {
		ref.current?.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
	}, [picture]);
	const scale = Math.max(1, Math.min(24, Math.floor(560 / Math.max(width, height))));
	return (
		<figure class="chart pixels" aria-busy={isBusy}>
			<canvas
				ref={ref}
				width={width}
				height={height}
				role="img"
				aria-label={label}
				style={{ width: `${width * scale}px`, aspectRatio: `${width} / ${height}` }}
			/>
			{isHeat ? (
				<figcaption>
					<span>{numberText(picture.min)}</span>
					<span class="scale" aria-hidden="true" />
					<span>{numberText(picture.max)}</span>
				</figcaption>
			) : null}
			{picture.note === undefined ? null : <p class="muted">{t(picture.note)}</p>}
		</figure>
	);
}
