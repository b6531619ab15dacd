// grpc_echo: the peer of bench_rpc, on gRPC's C++ callback API over a Unix socket.
//   grpc_echo serve PATH                    serves until killed; prints a line when it listens
//   grpc_echo call PATH SECONDS IN_FLIGHT   prints calls per second
#include "echo.grpc.pb.h"

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using kleos::bench::EchoRequest;
using kleos::bench::EchoResponse;
using kleos::bench::EchoService;

class Server final : public EchoService::CallbackService {
	grpc::ServerUnaryReactor *Echo(grpc::CallbackServerContext *context, const EchoRequest *request,
	                               EchoResponse *response) override
	{
		auto *reactor = context->DefaultReactor();
		response->set_text(request->text());
		reactor->Finish(grpc::Status::OK);
		return reactor;
	}
};

int serve(const std::string &path)
{
	Server service;
	grpc::ServerBuilder builder;
	builder.AddListeningPort("unix:" + path, grpc::InsecureServerCredentials());
	builder.RegisterService(&service);
	auto server = builder.BuildAndStart();
	if (!server)
		return 1;
	std::puts("listening");
	std::fflush(stdout);
	server->Wait();
	return 0;
}

struct Load {
	std::unique_ptr<EchoService::Stub> stub;
	EchoRequest request;
	std::atomic<bool> over{false};
	std::atomic<long> calls{0};
	std::atomic<long> failures{0};
	std::mutex mutex;
	std::condition_variable ended;
	int running = 0;
};

// One of the calls in flight; starts its next one from its own callback.
struct Lane {
	Load *load;
	std::unique_ptr<grpc::ClientContext> context;
	EchoResponse response;

	void next()
	{
		context = std::make_unique<grpc::ClientContext>();
		context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(5));
		load->stub->async()->Echo(context.get(), &load->request, &response, [this](grpc::Status status) { done(status); });
	}
	void done(const grpc::Status &status)
	{
		load->calls++;
		if (!status.ok() || response.text().size() != load->request.text().size())
			load->failures++;
		if (!load->over) {
			next();
			return;
		}
		std::lock_guard<std::mutex> lock(load->mutex);
		if (--load->running == 0)
			load->ended.notify_one();
	}
};

int call(const std::string &path, double seconds, int in_flight)
{
	Load load;
	auto channel = grpc::CreateChannel("unix:" + path, grpc::InsecureChannelCredentials());
	if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10)))
		return 1;
	load.stub = EchoService::NewStub(channel);
	load.request.set_text(std::string(200, 'x'));
	load.running = in_flight;
	std::vector<Lane> lanes(in_flight);
	for (auto &lane : lanes) {
		lane.load = &load;
		lane.next();
	}
	std::this_thread::sleep_for(std::chrono::milliseconds(300));
	long before = load.calls;
	auto start = std::chrono::steady_clock::now();
	std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
	long after = load.calls;
	std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
	load.over = true;
	std::unique_lock<std::mutex> lock(load.mutex);
	load.ended.wait(lock, [&] { return load.running == 0; });
	std::printf("%.0f\n", static_cast<double>(after - before) / took.count());
	return load.failures == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
	if (argc == 3 && std::string(argv[1]) == "serve")
		return serve(argv[2]);
	if (argc == 5 && std::string(argv[1]) == "call")
		return call(argv[2], std::atof(argv[3]), std::atoi(argv[4]));
	return 2;
}
