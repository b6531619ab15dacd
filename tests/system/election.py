"""A community's vote for the tests, and what an observer checks of it with a few lines of their own: nothing here is
Kleos's code, so that both would have to be wrong in the same way."""
import ctypes
import ctypes.util
import hashlib
import itertools
import json

from kleos import Client

SODIUM = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")


class Election:
    """A cycle of a new award with candidates from outside, who agreed, and tokens; voting is open unless `opened` says
    otherwise."""

    def __init__(self, kleos, slug, candidates=5, tokens=10, opened=True, times=None, **rules):
        self.kleos, self.admin, self.voter = kleos, kleos.admin, Client(kleos.port)  # whoever votes has a token, and no key
        self.admin.must("POST", "/v1/awards", {"slug": slug, "title": slug, "scope": "COMMUNITY"})
        nominator = kleos.member(f"{slug}-nominator")
        body = {"title": "2026", "rules": {"maxNominationsPerPerson": 10, "noAward": True, **rules}, **(times or {})}
        self.cycle = self.admin.must("POST", f"/v1/awards/{slug}/cycles", body)["cycle"]["id"]
        self.advance()
        self.candidates = []
        for i in range(candidates):
            outsider = {"name": f"Candidate {i}", "profileUrl": f"https://example.org/{slug}/{i}"}
            made = nominator.must("POST", f"/v1/cycles/{self.cycle}/nominations", {"outsider": outsider, "reason": f"reason {i}"})
            self.candidates.append(made["nomination"]["id"])
        self.advance()
        for nomination in self.candidates:
            self.admin.must("POST", f"/v1/nominations/{nomination}:accept", {})
        self.tokens = [token for count in batches(tokens, 1000) for token in self.issue(count)]
        if opened:
            self.advance()

    def issue(self, count, **more):
        issued = self.admin.must("POST", f"/v1/cycles/{self.cycle}/tokens", {"count": count, **more})["tokens"]
        return [token["token"] for token in issued]

    def advance(self):
        return self.admin.must("POST", f"/v1/cycles/{self.cycle}:advance", {})["cycle"]["phase"]

    def phase(self):
        return self.admin.get(f"/v1/cycles/{self.cycle}")["cycle"]["phase"]

    def ranking(self, chance):
        """A ballot as people write it: some are left out, some tied, at times nobody is the better choice."""
        names = chance.sample([*self.candidates, "NO_AWARD"], chance.randint(1, len(self.candidates) + 1))
        places = []
        for name in names:
            if places and chance.random() < 0.2:
                places[-1].append(name)
            else:
                places.append([name])
        return places

    def cast(self, client, token, ranking, request_id=""):
        body = {"token": token, "ranking": ranking, **({"requestId": request_id} if request_id else {})}
        return client.call("POST", f"/v1/cycles/{self.cycle}/ballots", body)

    def head(self):
        return self.admin.get(f"/v1/cycles/{self.cycle}/tree-head")

    def result(self):
        return self.admin.get(f"/v1/cycles/{self.cycle}/result")["result"]

    def log(self):
        """The whole log, as one document."""
        return self.admin.get(f"/v1/cycles/{self.cycle}/log")["log"]

    def verify(self, log, head=None, receipt=None):
        """`kleos verify-ballots` of it; the finished process."""
        words = []
        for name, value in (("log", {"log": log}), ("head", head), ("receipt", receipt)):
            if value is not None:
                path = self.kleos.folder / f"{name}.json"
                path.write_text(value if isinstance(value, str) else json.dumps(value))
                words += [path] if name == "log" else [f"--{name}", path]
        return self.kleos.cli("verify-ballots", *words)


def batches(count, most):
    while count > 0:
        yield min(count, most)
        count -= most


def canonical(ranking):
    """The text of a ballot in the log."""
    return json.dumps({"ranking": [sorted(place) for place in ranking]}, separators=(",", ":"))


def entry_of(cycle, text, nonce):
    inner = hashlib.sha256(text.encode()).digest()
    return hashlib.sha256(bytes.fromhex(cycle.replace("-", "")) + inner + bytes.fromhex(nonce)).hexdigest()


def is_signed(signature, message, public_key):
    """Ed25519, by the system's libsodium."""
    return SODIUM.crypto_sign_verify_detached(bytes.fromhex(signature), message, ctypes.c_ulonglong(len(message)),
                                              bytes.fromhex(public_key)) == 0


def is_promised(receipt, public_key):
    message = b"kleos ballot promise v1\0" + bytes.fromhex(receipt["cycle"].replace("-", "") + receipt["entry"])
    return is_signed(receipt["signature"], message, public_key)


def is_head(head, cycle, public_key):
    message = b"kleos tree head v1\0" + bytes.fromhex(cycle.replace("-", "")) + head["treeSize"].to_bytes(8, "big")
    return is_signed(head["signature"], message + bytes.fromhex(head["rootHash"]), public_key)


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + bytes.fromhex(entry)).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(entries):
    """RFC 9162's tree, level by level: a node without a neighbour goes up as it is."""
    level = [leaf_hash(entry) for entry in entries]
    while len(level) > 1:
        pairs = [node_hash(*level[i:i + 2]) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
        level = pairs
    return level[0].hex()


def is_included(entry, proof, root):
    """RFC 9162, section 2.1.3.2."""
    index, last, node = proof["leafIndex"], proof["treeSize"] - 1, leaf_hash(entry)
    for text in proof["hashes"]:
        sibling = bytes.fromhex(text)
        if index % 2 or index == last:
            node = node_hash(sibling, node)
            while index and not index % 2:
                index, last = index // 2, last // 2
        else:
            node = node_hash(node, sibling)
        index, last = index // 2, last // 2
    return last == 0 and node.hex() == root


def schulze(candidates, rankings):
    """The winners by winning votes, sorted; whoever is not named is below all who are."""
    above = dict.fromkeys(itertools.permutations(candidates, 2), 0)
    for ranking in rankings:
        place = {name: i for i, names in enumerate(ranking) for name in names}
        for a, b in above:
            above[a, b] += place.get(a, len(candidates)) < place.get(b, len(candidates))
    strength = {(a, b): count if count > above[b, a] else 0 for (a, b), count in above.items()}
    for k, a, b in itertools.permutations(candidates, 3):
        strength[a, b] = max(strength[a, b], min(strength[a, k], strength[k, b]))
    return sorted(a for a in candidates if all(strength[a, b] >= strength[b, a] for b in candidates if b != a))
