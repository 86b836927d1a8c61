// A value sent to a server in an HTTP request, read there, and answered.
import { createServer } from "node:http";
import { json } from "brine";

const server = createServer(async (request, response) => {
	const order = await json.load(request);
	response.setHeader("content-type", "application/json");
	await json.dump({ received: order.items.length, id: order.id }, response);
	response.end();
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address();

const order = { id: 9007199254740993n, items: ["tea", "milk"] };
const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: json.dumps(order) });
console.log(await json.load(answer)); // the id has lost nothing on the way
server.close();
