package dev.anabranch.stores.internal.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.internal.thread.GuardedThread;
import dev.anabranch.stores.internal.http.json.DynamoDbApi;
import dev.anabranch.stores.internal.http.json.JsonProtocol;
import dev.anabranch.stores.internal.http.json.JsonService;
import dev.anabranch.stores.internal.http.s3.S3Api;
import dev.anabranch.stores.internal.http.server.AddressInUse;
import dev.anabranch.stores.internal.http.server.HttpAnswers;
import dev.anabranch.stores.internal.http.server.PendingRequests;
import dev.anabranch.stores.internal.http.server.RefusedRequest;
import dev.anabranch.stores.internal.http.server.RequestCosts;
import dev.anabranch.stores.internal.http.server.RequestGuard;
import dev.anabranch.stores.internal.http.stepfunctions.StepFunctionsApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An HTTP endpoint for the services of the embedded cloud on one loopback address. Requests are routed by their
 * protocol.
 */
public final class CloudEndpoint implements AutoCloseable {

    /**
     * Settings of the JDK's server, which reads them once, when its classes are loaded. Without {@code nodelay}, each
     * response is delayed by 40 to 90 ms until a TCP acknowledgement. Handlers read bodies to their end, so {@code
     * drainAmount} applies only to bodies that cannot be read: with 0, the server closes their connections instead of
     * waiting for more. Beyond {@code maxReqHeaderSize}, it closes a connection without an answer, so {@link
     * RequestGuard} refuses shorter headers.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.drainAmount", "0",
            "sun.net.httpserver.maxReqHeaderSize", Integer.toString(2 << 20));

    /**
     * The maximum number of connections that wait to be accepted. A client beyond it retries after about one second.
     */
    private static final int BACKLOG = 1_024;

    private final HttpServer server;
    private final ExecutorService threads;
    private final JsonProtocol json;
    private final @Nullable S3Api s3;
    private final RequestGuard guard;
    private final @Nullable RequestCosts costs;
    private final PendingRequests pending = new PendingRequests();

    private CloudEndpoint(Builder builder) {
        this.json = new JsonProtocol(builder.services);
        this.s3 = builder.s3;
        this.costs = builder.costs;
        this.threads = Executors.newCachedThreadPool(GuardedThread.factory("anabranch-endpoint-"));
        this.server = listen(builder.port);
        this.guard = new RequestGuard(
                server.getAddress().getPort(),
                s3 == null ? RequestGuard.Clients.AWS : RequestGuard.Clients.S3,
                builder.token);
        server.setExecutor(uninterrupted(threads));
        server.createContext("/", this::handle);
    }

    /** Starts to answer requests, including those that arrived since the port was bound. */
    public void open() {
        server.start();
    }

    /** Returns a builder without services. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Binds a server to a port on the loopback address.
     *
     * @param port the port, or 0 for any free port
     * @throws AddressInUse if another process uses the port
     */
    public static HttpServer listen(int port) {
        SETTINGS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new AddressInUse(address, e);
        }
    }

    /**
     * Returns an executor that clears the interrupt flag of the calling thread, which is the server's dispatcher
     * thread. An interrupted dispatcher would poll for requests in a busy loop.
     */
    public static Executor uninterrupted(Executor threads) {
        return job -> {
            Thread.interrupted();
            threads.execute(job);
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        HttpAnswers.guardBody(exchange);
        if (costs != null) {
            costs.begin(exchange.getResponseHeaders());
        }
        String target = exchange.getRequestHeaders().getFirst(JsonProtocol.TARGET);
        Optional<RefusedRequest> refused = guard.check(exchange);
        if (refused.isPresent() && target == null && s3 != null) {
            S3Api.refuse(exchange, refused.get());
        } else if (refused.isPresent()) {
            JsonProtocol.refuse(exchange, refused.get());
        } else if (target == null && s3 != null) {
            s3.handle(exchange, pending);
        } else {
            json.handle(exchange, target, pending);
        }
    }

    /**
     * Starts or stops answering all requests with status 503.
     *
     * @param reason the reason why the disk refuses writes, as a sentence; empty if it accepts them
     */
    public void refuse(Optional<String> reason) {
        pending.refuse(reason);
    }

    /**
     * Returns the address, for example {@code http://127.0.0.1:8083}. SDKs prefix the host with {@code sync-} for
     * {@code StartSyncExecution} and {@code TestState}. They have an option that disables the prefix (in the SDK for
     * Java {@code DISABLE_HOST_PREFIX_INJECTION}, in botocore {@code inject_host_prefix}).
     */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Stops listening. Does not close the services. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Builds an endpoint. */
    public static final class Builder {

        private final Map<String, JsonService> services = new HashMap<>();
        private @Nullable S3Api s3;
        private @Nullable String token;
        private @Nullable RequestCosts costs;
        private int port;

        private Builder() {}

        /**
         * Adds Step Functions.
         *
         * @param clock the clock for data that only the API has, such as versions and aliases
         */
        public Builder stepFunctions(Engine engine, InstantSource clock) {
            services.put("AWSStepFunctions", new StepFunctionsApi(engine, clock));
            return this;
        }

        /** Adds DynamoDB with every operation that the client implements. */
        public Builder dynamoDb(DynamoDbClient client) {
            services.put("DynamoDB_20120810", new DynamoDbApi(client));
            return this;
        }

        /** Adds S3 with path-style addresses, and with {@code <bucket>.localhost} as the host. */
        public Builder s3(S3Client client) {
            s3 = new S3Api(client);
            return this;
        }

        /**
         * Sets the token that every request must have as its access key id, or as {@code Authorization: Bearer}; empty
         * if none is required.
         */
        public Builder token(Optional<String> secret) {
            token = secret.orElse(null);
            return this;
        }

        /** Returns to each client what its requests cost; {@code meter} must be the meter of the services. */
        public Builder costs(RequestCosts meter) {
            costs = meter;
            return this;
        }

        /** Sets the port; 0, the default, for any free port. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /**
         * Binds the port on the loopback address. Requests are answered after {@link CloudEndpoint#open}.
         *
         * @throws AddressInUse if another process uses the port
         */
        public CloudEndpoint bind() {
            return new CloudEndpoint(this);
        }

        /**
         * Binds the port and starts to answer requests.
         *
         * @throws AddressInUse if another process uses the port
         */
        public CloudEndpoint start() {
            CloudEndpoint endpoint = bind();
            endpoint.open();
            return endpoint;
        }
    }
}
