"""Traces as a collector gets them: one request is one tree across processes, with ids in hex and no word of anybody's."""
import collections
import http.server
import json
import threading
import time
import unittest

from kleos import Kleos, free_port

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE, SPAN = PARENT.split("-")[1:3]
SECRET = "You answered every comment."


class Collector:
    """An OTLP receiver: keeps spans as (service, span); answers as it is told to."""

    def __init__(self):
        self.spans, self.bodies, self.answers, self.asked = [], [], [], 0
        self.lock = threading.Lock()
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, headers = collector.take(self.path, self.headers["Content-Type"], body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, path, content_type, body):
        assert (path, content_type) == ("/v1/traces", "application/json"), (path, content_type)
        with self.lock:
            self.asked += 1
            answer = self.answers.pop(0) if self.answers else (200, {})
            if answer[0] == 200:
                self.bodies.append(body.decode())
                for group in json.loads(body)["resourceSpans"]:
                    resource = {a["key"]: a["value"]["stringValue"] for a in group["resource"]["attributes"]}
                    self.spans += [(resource, span) for scope in group["scopeSpans"] for span in scope["spans"]]
        return answer

    def of(self, trace):
        with self.lock:
            return [(resource, span) for resource, span in self.spans if span["traceId"] == trace]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def traced(collector, **settings):
    return Kleos(apart=settings.pop("apart", False), OTEL_EXPORTER_OTLP_ENDPOINT=collector.url, **settings)


def give(client, traceparent, receiver="nikos"):
    headers = {"traceparent": traceparent} if traceparent else {}
    body = {"receivers": [{"member": receiver}], "message": SECRET}
    reply = client.call("POST", "/v1/recognitions", body, headers)
    assert reply.status == 200, reply.body
    return reply


class TracesTest(unittest.TestCase):
    def check_form(self, spans):
        for _, span in spans:
            self.assertRegex(span["traceId"], r"^[0-9a-f]{32}$")
            self.assertRegex(span["spanId"], r"^[0-9a-f]{16}$")
            self.assertIn(span["kind"], (1, 2, 3))
            self.assertIsInstance(span["startTimeUnixNano"], str)
            self.assertLessEqual(int(span["startTimeUnixNano"]), int(span["endTimeUnixNano"]))
            self.assertLess(abs(int(span["endTimeUnixNano"]) / 1e9 - time.time()), 120)
        ids = collections.Counter(span["spanId"] for _, span in spans)
        self.assertEqual(max(ids.values()), 1)

    def test_one_request_is_one_tree_across_processes(self):
        with Collector() as collector, traced(collector, apart=True, OTEL_RESOURCE_ATTRIBUTES="deployment.environment=test") as kleos:
            maria = kleos.member("maria")
            kleos.member("nikos")
            give(maria, PARENT)
            kleos.wait(lambda: len(collector.of(TRACE)) >= 4, "traced")
            spans = collector.of(TRACE)
            bodies = "".join(collector.bodies)
        self.check_form(spans)
        found = {(span["kind"], span["name"]): (resource, span) for resource, span in spans}
        rpc = "kleos.recognitions.v1.RecognitionsService/GiveRecognition"
        request, client = found[2, "POST /v1/recognitions"], found[3, rpc]
        server, commit = found[2, rpc], found[1, "commit"]
        self.assertEqual(request[1]["parentSpanId"], SPAN)
        self.assertEqual(client[1]["parentSpanId"], request[1]["spanId"])
        self.assertEqual(server[1]["parentSpanId"], client[1]["spanId"])
        self.assertEqual(commit[1]["parentSpanId"], server[1]["spanId"])
        self.assertEqual([r["service.name"] for r, _ in (request, client, server, commit)],
                         ["kleos-gateway", "kleos-gateway", "kleos-recognitions", "kleos-recognitions"])
        self.assertEqual(request[0]["deployment.environment"], "test")
        attributes = {a["key"]: list(a["value"].values())[0] for a in request[1]["attributes"]}
        self.assertEqual(attributes, {"http.request.method": "POST", "http.route": "/v1/recognitions", "http.response.status_code": "200"})
        for word in (SECRET, "maria", "nikos", "kls_"):
            self.assertNotIn(word, bodies)

    def test_a_trace_that_begins_here_has_the_id_of_the_call(self):
        with Collector() as collector, traced(collector, OTEL_SERVICE_NAME="praise") as kleos:
            call = kleos.admin.call("GET", "/v1/members").headers["X-Call-Id"].replace("-", "")
            kleos.wait(lambda: len(collector.of(call)) >= 3, "traced")
            spans = collector.of(call)
            log = kleos.log_path.read_text()
        self.check_form(spans)
        first = [span for _, span in spans if "parentSpanId" not in span]
        self.assertEqual([span["name"] for span in first], ["GET /v1/members"])
        self.assertEqual({resource["service.name"] for resource, _ in spans}, {"praise"})
        self.assertIn(f'"trace_id":"{call}"', log)

    def test_what_is_not_to_be_sampled_is_not(self):
        with Collector() as collector, traced(collector) as kleos:
            call = "1" * 32
            kleos.admin.call("GET", "/v1/members", headers={"traceparent": f"00-{call}-{'2' * 16}-00"})
            kleos.admin.call("GET", "/v1/members", headers={"traceparent": PARENT})
            kleos.wait(lambda: len(collector.of(TRACE)) >= 3, "traced")
            self.assertEqual(collector.of(call), [])
            self.assertIn(f'"trace_id":"{call}"', kleos.log_path.read_text())

    def test_without_a_collector_the_log_has_the_trace_all_the_same(self):
        with Kleos(KLEOS_LOG_LEVEL="debug") as kleos:
            kleos.admin.call("GET", "/v1/members", headers={"traceparent": PARENT})

            def written():
                return [json.loads(line) for line in kleos.log_path.read_text().splitlines() if TRACE in line]
            kleos.wait(lambda: {line["message"] for line in written()} == {"call", "request"}, "written")
            lines = written()
        self.assertEqual({line["trace_id"] for line in lines}, {TRACE})

    def test_a_busy_collector_is_asked_again(self):
        with Collector() as collector:
            collector.answers = [(503, {"Retry-After": "1"}), (429, {"Retry-After": "1"})]
            with traced(collector) as kleos:
                kleos.admin.call("GET", "/v1/members", headers={"traceparent": PARENT})
                kleos.wait(lambda: len(collector.of(TRACE)) >= 3, "traced in the end")
                kleos.wait(lambda: 'kleos_trace_spans_total{service="gateway",outcome="dropped"} 0' in
                           kleos.admin.call("GET", "/metrics").body.decode(), "counted")
            self.assertGreaterEqual(collector.asked, 3)

    def test_a_collector_that_refuses_costs_spans_and_nothing_else(self):
        with Collector() as collector:
            collector.answers = [(400, {})] * 1000
            with traced(collector) as kleos:
                kleos.admin.call("GET", "/v1/members")

                def dropped():
                    text = kleos.admin.call("GET", "/metrics").body.decode()
                    return any(line.startswith('kleos_trace_spans_total{service="gateway",outcome="dropped"}') and
                               not line.endswith(" 0") for line in text.splitlines())
                kleos.wait(dropped, "dropped and counted")
                self.assertIn("spans cannot be exported", kleos.log_path.read_text())

    def test_a_collector_that_is_away_delays_nobody_and_its_password_is_in_no_log(self):
        with Kleos(OTEL_EXPORTER_OTLP_ENDPOINT=f"http://kleos:canary@127.0.0.1:{free_port()}") as kleos:
            begun = time.monotonic()
            for _ in range(50):
                kleos.admin.get("/v1/members")
            self.assertLess(time.monotonic() - begun, 10)
            begun = time.monotonic()
            kleos["kleosd"].stop()
            self.assertLess(time.monotonic() - begun, 12)
            log = kleos.log_path.read_text()
            self.assertIn("spans cannot be exported", log)
            self.assertNotIn("canary", log)

    def test_what_is_left_is_sent_at_the_end(self):
        with Collector() as collector:
            with traced(collector) as kleos:
                kleos.admin.call("GET", "/v1/members", headers={"traceparent": PARENT})
                kleos["kleosd"].stop()
            self.assertGreaterEqual(len(collector.of(TRACE)), 3)

    def test_it_can_be_switched_off(self):
        with Collector() as collector:
            with traced(collector, OTEL_SDK_DISABLED="true") as kleos:
                kleos.admin.call("GET", "/v1/members", headers={"traceparent": PARENT})
            self.assertEqual(collector.asked, 0)

    def test_a_vote_or_a_pulse_leaves_no_span_in_its_service(self):
        with Collector() as collector, traced(collector) as kleos:
            maria = kleos.member("maria")
            reply = maria.call("POST", "/v1/pulses", {"strain": 4}, {"traceparent": PARENT})
            kleos.wait(lambda: collector.of(TRACE), "traced")
            kleos["kleosd"].stop()
            names = [(span["kind"], span["name"]) for _, span in collector.of(TRACE)]
        self.assertEqual(reply.status, 200, reply.body)
        rpc = "kleos.members.v1.MembersService/SubmitPulse"
        self.assertEqual(sorted(names), [(2, "POST /v1/pulses"), (3, rpc)])


if __name__ == "__main__":
    unittest.main()
