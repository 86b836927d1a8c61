/** The few icons of the page, drawn with lines of one width. */

const PATHS = {
	open: "M3 7v11a1 1 0 0 0 1 1h16a1 1 0 0 0 1-1V9a1 1 0 0 0-1-1h-8l-2-3H4a1 1 0 0 0-1 1z",
	paste: "M9 4h6v3H9zM9 5H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1V6a1 1 0 0 0-1-1h-3",
	close: "M6 6l12 12M18 6L6 18",
	search: "M10.500 4a6.500 6.500 0 1 1 0 13a6.500 6.500 0 0 1 0-13zM15.500 15.500L21 21",
	chevron: "M9 5l7 7l-7 7",
	down: "M5 9l7 7l7-7",
	up: "M5 15l7-7l7 7",
	sun: "M12 7a5 5 0 1 1 0 10a5 5 0 0 1 0-10zM12 1v3M12 20v3M1 12h3M20 12h3M4.200 4.200l2.100 2.100M17.700 17.700l2.100 2.100M4.200 19.800l2.100-2.100M17.700 6.300l2.100-2.100",
	moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z",
	half: "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18zM12 3v18M12 7l7.500 0M12 12h9M12 17l7.500 0",
	copy: "M9 9h11v11H9zM5 15H4V4h11v1",
	save: "M12 4v11M7 11l5 5l5-5M4 20h16",
	shield: "M12 3l8 3v6c0 5-3.500 8-8 9c-4.500-1-8-4-8-9V6z",
	check: "M5 12.500l4.500 4.500L19 7.500",
	warn: "M12 4L2.500 20h19zM12 10v5M12 17.500v.5",
	stop: "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7.500v6M12 16.500v.5",
	question:
		"M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .9-1 1.700M12 16.500v.5",
	expand: "M4 8l8 5l8-5M4 14l8 5l8-5",
	collapse: "M4 11l8-5l8 5M4 18l8-5l8 5",
	file: "M6 3h8l5 5v13H6zM14 3v5h5",
	lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
	offline: "M4 18a4 4 0 0 1 1-7.800a6 6 0 0 1 11.500-1A4.500 4.500 0 0 1 19 18zM9 14l2 2l4-4",
} as const;

export type IconName = keyof typeof PATHS;

/** An icon; it says nothing by itself, so a button around it has a label. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
	return (
		<svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
			<path d={PATHS[name]} />
		</svg>
	);
}
