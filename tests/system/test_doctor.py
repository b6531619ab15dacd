"""kleos doctor: what it says of a deployment that is well, and of ones that are broken on purpose."""
import http.server
import json
import os
import threading
import unittest

from kleos import Client, Kleos, free_port, run_kleos


def doctor(kleos, *words, key_file=None, **environment):
    """(exit code, {check: [(verdict, message), …]})."""
    done = kleos.cli("--json", "doctor", *words, key_file=key_file, env={**os.environ, **environment})
    checks = {}
    for finding in json.loads(done.stdout)["checks"]:
        checks.setdefault(finding["check"], []).append((finding["verdict"], finding["message"]))
    return done.returncode, checks


def away(*words):
    """The same of an address where nothing of Kleos is."""
    done = run_kleos("--json", *words, env={**os.environ, "XDG_CONFIG_HOME": "/nonexistent"})
    return done.returncode, {f["check"]: (f["verdict"], f["message"]) for f in json.loads(done.stdout)["checks"]}


class Stranger(http.server.BaseHTTPRequestHandler):
    """Answers everything, and is no gateway."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


class DoctorTest(unittest.TestCase):
    def verdicts(self, checks):
        return {name: {verdict for verdict, _ in found} for name, found in checks.items()}

    def test_a_deployment_that_is_well(self):
        with Kleos() as kleos:
            code, checks = doctor(kleos, "--data-dir", kleos.folder / "kleosd")
            words = kleos.cli("doctor")
        self.assertEqual(code, 0, checks)
        self.assertEqual({name for name, found in self.verdicts(checks).items() if found != {"ok"}}, {"backup"}, checks)
        self.assertEqual(len(checks["ready"]), 4)
        self.assertIn(("ok", "Days are those of UTC."), checks["zone"])
        self.assertRegex(words.stdout, r"(?m)^ok    reach       http://127\.0\.0\.1:\d+ answers in \d+ ms\.$")
        self.assertEqual((words.returncode, words.stderr), (0, ""))

    def test_nobody_there(self):
        port = free_port()
        code, checks = away("--url", f"http://127.0.0.1:{port}", "doctor")
        self.assertEqual(code, 1)
        self.assertEqual(list(checks), ["reach"])
        self.assertIn("KLEOS_HTTP_LISTEN", checks["reach"][1])

    def test_somebody_else_there(self):
        server = http.server.HTTPServer(("127.0.0.1", 0), Stranger)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        code, checks = away("--url", f"http://127.0.0.1:{server.server_port}", "doctor")
        server.shutdown()
        server.server_close()
        self.assertEqual((code, checks["reach"][0]), (1, "fail"))
        self.assertIn("Something else answers", checks["reach"][1])

    def test_a_service_that_is_down_and_another_that_counts_other_days(self):
        with Kleos(apart=True) as kleos:
            kleos["kleos-recognitions"].environment["KLEOS_TIME_ZONE"] = "Europe/Athens"
            kleos["kleos-recognitions"].environment["KLEOS_SYNCHRONOUS"] = "NORMAL"
            kleos["kleos-recognitions"].restart()
            kleos["kleos-awards"].stop()
            kleos.wait(lambda: "Europe/Athens" in doctor(kleos)[1]["zone"][0][1], "back")
            kleos.wait(lambda: "hears nothing from awards" in str(doctor(kleos)[1]["lag"]), "silent")
            code, checks = doctor(kleos)
        self.assertEqual(code, 1)
        self.assertIn("awards is not ready", [message for verdict, message in checks["ready"] if verdict == "fail"][0])
        self.assertEqual(checks["zone"][0][0], "fail")
        self.assertIn("KLEOS_TIME_ZONE", checks["zone"][0][1])
        self.assertEqual([verdict for verdict, _ in checks["power"]], ["warn"])
        self.assertIn("recognitions runs with KLEOS_SYNCHRONOUS=NORMAL", checks["power"][0][1])

    def test_keys_that_are_none_too_weak_or_revoked(self):
        with Kleos() as kleos:
            weak = kleos.folder / "weak.key"
            weak.write_text(kleos.member("maria").key)
            code, checks = doctor(kleos, key_file=weak)
            self.assertEqual((code, checks["key"][0][0]), (0, "warn"))
            self.assertIn("ADMIN or SERVICE", checks["key"][0][1])
            for key in kleos.admin.get("/v1/apikeys")["apiKeys"]:
                if key.get("member", {}).get("handle") == "maria":
                    kleos.admin.must("DELETE", f"/v1/apikeys/{key['id']}")
            maria = Client(kleos.port, weak.read_text())
            kleos.wait(lambda: maria.call("GET", "/v1/me").status == 401, "revoked")
            code, checks = doctor(kleos, key_file=weak)
            self.assertEqual((code, checks["key"][0][0]), (1, "fail"))
            code, checks = away("--url", kleos.url, "doctor")
            self.assertEqual((code, checks["key"][0]), (0, "warn"))
            self.assertNotIn("zone", checks)

    def test_a_folder_whose_keys_others_may_read(self):
        with Kleos() as kleos:
            folder = kleos.folder / "kleosd"
            (folder / "cluster.key").write_text("made up")
            (folder / "cluster.key").chmod(0o644)
            code, checks = doctor(kleos, "--data-dir", folder)
            self.assertEqual((code, checks["folder"][0][0]), (1, "fail"))
            self.assertIn("chmod 600", checks["folder"][0][1])
            code, checks = doctor(kleos, "--data-dir", folder / "nowhere")
            self.assertEqual((code, checks["folder"][0][0]), (1, "fail"))

    def test_failures_are_counted(self):
        with Kleos(apart=True) as kleos:
            kleos["kleos-awards"].stop()
            for _ in range(20):
                kleos.admin.call("GET", "/v1/awards")
            _, checks = doctor(kleos)
        self.assertEqual(checks["errors"][0][0], "warn")


if __name__ == "__main__":
    unittest.main()
