/** Menus that open below a button. */

/** One menu is open at a time, and none after a click elsewhere. */
export function closeOthers(menu: HTMLDetailsElement): void {
	if (!menu.open) return;
	for (const other of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]"))
		if (other !== menu) other.open = false;
}
