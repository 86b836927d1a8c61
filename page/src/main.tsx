/** Starts the page: its language, its parts, and the service worker that keeps it for times without a network. */
import "./styles/base.css";
import "./styles/panes.css";
import "./styles/grids.css";
import { render } from "preact";
import { App } from "./ui/app.tsx";
import { scriptUrl } from "./ui/client.ts";
import { preferredLanguage, setLanguage } from "./ui/words.ts";

await setLanguage(preferredLanguage());
render(<App />, document.getElementById("app") as HTMLElement);

// `brine view` has another address each time, so there is nothing to keep.
const isServed = new URLSearchParams(location.search).has("files");
if (import.meta.env.PROD && !isServed && "serviceWorker" in navigator && isSecureContext) {
	const url = scriptUrl(new URL("./sw.js", document.baseURI).href);
	const register = (): void => void navigator.serviceWorker.register(url, { scope: "./" }).catch(() => undefined);
	// Words of another language may take longer to come than everything else.
	if (document.readyState === "complete") register();
	else addEventListener("load", register);
}
