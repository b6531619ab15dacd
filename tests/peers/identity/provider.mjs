// An identity provider in which everybody may sign in as whoever they say, with keys that live as long as it does.
//   node provider.mjs PLAN      PLAN is JSON: {port, kleos, signs, people: {NAME: {claims}}}
// Says "listening" when it does. `kleos` is Kleos's address, `signs` the algorithm of its ID tokens.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const SKIP = 77; // the exit status by which ctest knows a skipped test
const HOUR = 3600;

async function packages() {
	try {
		return { Provider: (await import("oidc-provider")).default, jose: require("jose") };
	} catch {
		console.log("SKIP: oidc-provider is not here; npm ci --prefix tests/peers/identity brings it (./dev test does that)");
		return process.exit(SKIP);
	}
}

const { Provider, jose } = await packages();
const plan = JSON.parse(process.argv[2] ?? "null");
if (!plan) process.exit(0); // it is only asked whether it could

async function key(alg, options) {
	const { privateKey } = await jose.generateKeyPair(alg, { extractable: true, ...options });
	const jwk = await jose.exportJWK(privateKey);
	return { ...jwk, alg, use: "sig", kid: await jose.calculateJwkThumbprint(jwk) };
}

function person(id) {
	return { accountId: id, claims: () => ({ sub: `sub-${id}`, preferred_username: id, ...plan.people[id] }) };
}

const provider = new Provider(`http://127.0.0.1:${plan.port}`, {
	clients: [{
		client_id: "kleos",
		client_secret: "kleos:s3cret/+ %",
		grant_types: ["authorization_code", "client_credentials"],
		redirect_uris: [`${plan.kleos}/v1/session:callback`],
		id_token_signed_response_alg: plan.signs,
	}],
	jwks: { keys: [await key("RS256"), await key("ES256"), await key("EdDSA", { crv: "Ed25519" })] },
	cookies: { keys: ["of a test"] },
	claims: { openid: ["sub"], profile: ["preferred_username", "roles"], email: ["email", "email_verified"] },
	findAccount: (_, id) => person(id),
	conformIdTokenClaims: plan.userinfo,
	ttl: { AccessToken: HOUR, AuthorizationCode: 60, ClientCredentials: HOUR, Grant: HOUR, IdToken: HOUR, Interaction: HOUR, Session: HOUR },
	// Whom a program's token is of is asked for by its scope: "as:maria".
	scopes: ["openid", ...Object.keys(plan.people).map((name) => `as:${name}`)],
	extraTokenClaims: (_, token) => {
		const name = (token.scope ?? "").replace(/^as:/, "");
		return token.kind === "ClientCredentials" && name ? { preferred_username: name, ...plan.people[name] } : undefined;
	},
	features: {
		clientCredentials: { enabled: true },
		resourceIndicators: {
			enabled: true,
			defaultResource: () => undefined,
			getResourceServerInfo: (_, resource) => ({
				audience: resource.split(":")[1], // urn:AUDIENCE:ALGORITHM
				scope: Object.keys(plan.people).map((name) => `as:${name}`).join(" "),
				accessTokenFormat: "jwt",
				jwt: { sign: { alg: resource.split(":")[2] } },
			}),
		},
	},
});
provider.on("server_error", (_, error) => console.error(error));
provider.listen(plan.port, "127.0.0.1", () => console.log("listening"));
