/** The members of an archive; each can be opened as a file of its own. */
import { useMemo, useState } from "preact/hooks";
import { evenAxis, unevenAxis } from "./axis.ts";
import { useAsync } from "./hooks.ts";
import { Icon } from "./icons.tsx";
import type { OpenFile } from "./open-file.ts";
import { inView, Scroller, useScroll } from "./scroll.tsx";
import { Waiting } from "./tabs.tsx";
import { size, t } from "./words.ts";

const ROW = 34;
const HEAD = 32;

export function ArchivePane({
	file,
	row,
	onOpen,
}: {
	readonly file: OpenFile;
	readonly row: number;
	readonly onOpen: (blob: Blob, name: string) => void;
}) {
	const { value, error } = useAsync(
		() => file.values.call<{ name: string; size: number; note: string }[]>("members", row),
		[file, row],
	);
	const [said, setSaid] = useState("");
	const members = value ?? [];
	const y = useMemo(() => evenAxis(members.length, ROW), [members.length]);
	const x = useMemo(() => unevenAxis([]), []);
	const scroll = useScroll(y, x, { top: HEAD, left: 0 });
	const { from, to } = inView(y, scroll.y, scroll.height, 4);
	const open = async (index: number, name: string): Promise<void> => {
		try {
			onOpen(await file.values.call<Blob>("member", row, index), name);
		} catch (error) {
			setSaid(error instanceof Error ? error.message : String(error));
		}
	};
	if (value === undefined) return <Waiting error={error} />;
	const rows = [];
	for (let i = from; i < to; i++) {
		const member = members[i];
		if (member === undefined) continue;
		rows.push(
			<div
				key={i}
				role="row"
				aria-rowindex={i + 2}
				class="grid-row member"
				style={{ transform: `translateY(${HEAD + y.start(i) - scroll.y}px)`, height: `${ROW}px` }}
			>
				<div role="gridcell" class="member-name">
					<button
						type="button"
						class="link"
						aria-label={t("archive.open", member.name)}
						onClick={() => void open(i, member.name)}
					>
						<Icon name="file" size={16} />
						<bdi>{member.name}</bdi>
					</button>
				</div>
				<div role="gridcell" class="member-size">
					{size(member.size)}
				</div>
				<div role="gridcell" class="member-note">
					{member.note}
				</div>
			</div>,
		);
	}
	return (
		<div class="table-pane">
			<p class="muted pad">{t("archive.hint")}</p>
			{said === "" ? null : (
				<p class="alert" role="alert">
					{said}
				</p>
			)}
			<Scroller
				scroll={scroll}
				class="grid"
				role="grid"
				aria-label={t("view.archive")}
				aria-rowcount={members.length + 1}
			>
				<div class="grid-head member" role="row" style={{ height: `${HEAD}px` }}>
					<div role="columnheader" class="member-name">
						{t("archive.name")}
					</div>
					<div role="columnheader" class="member-size">
						{t("archive.size")}
					</div>
					<div role="columnheader" class="member-note">
						{t("archive.packing")}
					</div>
				</div>
				{rows}
			</Scroller>
		</div>
	);
}
