#include "common/base/array.h"
#include "common/rpc/principal.h"
#include "services/gateway/exchange.h"
#include "services/gateway/gateway_state.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define BODY_BOUND ((size_t)4 * 1024 * 1024)

static void family(struct buffer *out, const char *name, const char *type, const char *help)
{
	buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void labels(struct buffer *out, const struct route *route)
{
	const char *path = *route->path ? route->path : "unmatched";
	buffer_printf(out, "{method=\"%s\",route=\"%s\"", route->method, path);
}

static void add_counts(struct buffer *out, const struct route *route)
{
	const struct measure *measure = route->measure;
	for (size_t i = 0; i < MEASURE_CODES && measure->codes[i].count; i++) {
		buffer_add_text(out, "kleos_http_requests_total");
		labels(out, route);
		buffer_printf(out, ",code=\"%u\"} %llu\n", measure->codes[i].http_status,
					  (unsigned long long)measure->codes[i].count);
	}
}

static void add_histogram(struct buffer *out, const struct route *route)
{
	const struct measure *measure = route->measure;
	uint64_t sum = 0;
	if (!measure->count)
		return;
	for (size_t i = 0; i <= MEASURE_BUCKETS; i++) {
		sum += measure->buckets[i];
		buffer_add_text(out, "kleos_http_request_duration_seconds_bucket");
		labels(out, route);
		if (i < MEASURE_BUCKETS)
			buffer_printf(out, ",le=\"%g\"} %llu\n", measure_bounds[i], (unsigned long long)sum);
		else
			buffer_printf(out, ",le=\"+Inf\"} %llu\n", (unsigned long long)sum);
	}
	buffer_add_text(out, "kleos_http_request_duration_seconds_sum");
	labels(out, route);
	buffer_printf(out, "} %.3f\n", (double)measure->total_ms / 1000);
	buffer_add_text(out, "kleos_http_request_duration_seconds_count");
	labels(out, route);
	buffer_printf(out, "} %llu\n", (unsigned long long)measure->count);
}

static void add_http(struct buffer *out, struct gateway *gateway)
{
	const struct routes *routes = &gateway->routes;
	family(out, "kleos_http_requests_total", "counter", "HTTP requests by route template and status.");
	for (size_t i = 0; i < routes->n; i++)
		add_counts(out, &routes->list[i]);
	add_counts(out, &routes->nowhere);
	family(out, "kleos_http_request_duration_seconds", "histogram",
		   "Time from the request line to the end of the answer.");
	for (size_t i = 0; i < routes->n; i++)
		add_histogram(out, &routes->list[i]);
	add_histogram(out, &routes->nowhere);
	family(out, "kleos_http_requests_in_flight", "gauge", "Requests that are not answered yet, this one included.");
	buffer_printf(out, "kleos_http_requests_in_flight %d\n", atomic_load(&gateway->in_flight));
}

static void add_calls(struct buffer *out, struct gateway *gateway)
{
	family(out, "kleos_rpc_client_errors_total", "counter", "Calls to a service that did not end well, by code.");
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		const char *name = gateway_service_name((enum gateway_service)i);
		for (int code = 1; code < STATUS_COUNT; code++) {
			unsigned long long count = atomic_load(&gateway->call_failures[i][code]);
			if (count)
				buffer_printf(out, "kleos_rpc_client_errors_total{service=\"%s\",code=\"%s\"} %llu\n", name,
							  status_name((enum status)code), count);
		}
	}
	family(out, "kleos_rpc_client_connected", "gauge", "1 when the service's socket is connected.");
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		buffer_printf(out, "kleos_rpc_client_connected{service=\"%s\"} %d\n",
					  gateway_service_name((enum gateway_service)i), rpc_client_connected(gateway->clients[i]));
}

static unsigned count_files(void)
{
	DIR *folder = opendir("/proc/self/fd");
	unsigned count = 0;
	while (folder && readdir(folder))
		count++;
	if (folder)
		closedir(folder);
	return count > 3 ? count - 3 : 0; /* itself, . and .. */
}

static void add_memory(struct buffer *out)
{
	FILE *file = fopen("/proc/self/statm", "re");
	char text[128] = "", *end;
	unsigned long long page = (unsigned long long)sysconf(_SC_PAGESIZE);
	if (!file)
		return;
	bool known = fgets(text, sizeof(text), file);
	(void)fclose(file);
	if (!known)
		return;
	unsigned long long size = strtoull(text, &end, 10), resident = strtoull(end, NULL, 10);
	family(out, "process_virtual_memory_bytes", "gauge", "Virtual memory size in bytes.");
	buffer_printf(out, "process_virtual_memory_bytes %llu\n", size * page);
	family(out, "process_resident_memory_bytes", "gauge", "Resident memory size in bytes.");
	buffer_printf(out, "process_resident_memory_bytes %llu\n", resident * page);
}

static void add_process(struct buffer *out)
{
	struct rusage usage = {0};
	getrusage(RUSAGE_SELF, &usage);
	double seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
					 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	family(out, "process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds.");
	buffer_printf(out, "process_cpu_seconds_total %.6f\n", seconds);
	add_memory(out);
	family(out, "process_open_fds", "gauge", "Number of open file descriptors.");
	buffer_printf(out, "process_open_fds %u\n", count_files());
	family(out, "kleos_build_info", "gauge", "Constant 1 with the version as a label.");
	buffer_add_text(out, "kleos_build_info{version=\"" KLEOS_VERSION "\"} 1\n");
}

static void metrics(struct exchange *exchange)
{
	struct gateway *gateway = exchange_gateway(exchange);
	struct buffer out;
	buffer_init(&out, exchange_arena(exchange), BODY_BOUND);
	add_http(&out, gateway);
	add_calls(&out, gateway);
	add_process(&out);
	exchange_answer(exchange, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8", out.bytes, out.length);
}

static const struct route_guide guide = {
	.operation = "Server_GetMetrics",
	.tag = "Server",
	.words = "Figures for Prometheus, in its text format 0.0.4.",
	.gives = "text/plain",
};

static const struct special_route routes[] = {
	{.method = "GET", .path = "/metrics", .roles = ROLES_INTEGRATION, .guide = &guide, .finish = metrics},
};

const struct gateway_part metrics_part = {.routes = routes, .n_routes = ARRAY_LENGTH(routes)};
