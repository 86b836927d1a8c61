/** Keeps all files of the page, so that it opens without a network. Nothing that a user opens goes through here. */
const NAME = "brine-view-__VERSION__";
const FILES = __FILES__;

self.addEventListener("install", (event) => {
	event.waitUntil(
		caches
			.open(NAME)
			.then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" }))))
			.then(() => self.skipWaiting()),
	);
});
self.addEventListener("activate", (event) => {
	event.waitUntil(
		caches
			.keys()
			.then((names) =>
				Promise.all(
					names.filter((name) => name.startsWith("brine-view-") && name !== NAME).map((name) => caches.delete(name)),
				),
			)
			.then(() => self.clients.claim()),
	);
});
self.addEventListener("fetch", (event) => {
	const { request } = event;
	if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
	const isPage = request.mode === "navigate";
	event.respondWith(
		caches
			.open(NAME)
			.then((cache) => cache.match(isPage ? "./" : request, { ignoreSearch: isPage }))
			.then((kept) => kept ?? fetch(request)),
	);
});
