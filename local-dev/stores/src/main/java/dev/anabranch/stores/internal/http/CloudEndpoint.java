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
import dev.anabranch.stores.internal.http.server.PendingRequests;
import dev.anabranch.stores.internal.http.server.RefusedRequest;
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

/** One address on which the services of the embedded cloud answer, each to its own kind of request. */
public final class CloudEndpoint implements AutoCloseable {

    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    /** Connections that wait to be accepted; whoever comes in a burst beyond them waits a second and tries again. */
    private static final int BACKLOG = 1_024;

    private final HttpServer server;
    private final ExecutorService threads;
    private final JsonProtocol json;
    private final @Nullable S3Api s3;
    private final RequestGuard door;
    private final PendingRequests pending = new PendingRequests();

    private CloudEndpoint(Builder builder) {
        this.json = new JsonProtocol(builder.services);
        this.s3 = builder.s3;
        this.threads = Executors.newCachedThreadPool(GuardedThread.factory("anabranch-endpoint-"));
        this.server = listen(builder.port);
        this.door = new RequestGuard(
                server.getAddress().getPort(),
                s3 == null ? RequestGuard.Clients.AWS : RequestGuard.Clients.S3,
                builder.token);
        server.setExecutor(uninterrupted(threads));
        server.createContext("/", this::handle);
    }

    /** Begins to answer. Who asked since it was bound is answered too. */
    public void open() {
        server.start();
    }

    /** A builder of an endpoint that has no service yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** @throws AddressInUse when another process listens there */
    public static HttpServer listen(int port) {
        // Read once, when the server's classes are loaded; without it every answer waits 40 to 90 ms for an
        // acknowledgement.
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new AddressInUse(address, e);
        }
    }

    /** The server's own thread calls it; interrupted by a task, that would no longer wait for requests, but ask for them in a loop. */
    public static Executor uninterrupted(Executor threads) {
        return job -> {
            Thread.interrupted();
            threads.execute(job);
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst(JsonProtocol.TARGET);
        Optional<RefusedRequest> refused = door.check(exchange);
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
     * Answers all requests with status 503 from now on, or no longer.
     *
     * @param reason why the disk refuses writes, as a sentence; empty if it accepts them
     */
    public void refuse(Optional<String> reason) {
        pending.refuse(reason);
    }

    /**
     * Where it answers, for instance {@code http://127.0.0.1:8083}. SDKs put {@code sync-} before the host for {@code
     * StartSyncExecution} and {@code TestState}; they have an option to leave that out (in the SDK for Java {@code
     * DISABLE_HOST_PREFIX_INJECTION}, in botocore {@code inject_host_prefix}).
     */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Stops listening. The services themselves stay open. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Which services answer, and where. */
    public static final class Builder {

        private final Map<String, JsonService> services = new HashMap<>();
        private @Nullable S3Api s3;
        private @Nullable String token;
        private int port;

        private Builder() {}

        /**
         * Step Functions.
         *
         * @param clock for the times of what the API alone knows, such as versions and aliases
         */
        public Builder stepFunctions(Engine engine, InstantSource clock) {
            services.put("AWSStepFunctions", new StepFunctionsApi(engine, clock));
            return this;
        }

        /** DynamoDB: every operation that the client implements. */
        public Builder dynamoDb(DynamoDbClient client) {
            services.put("DynamoDB_20120810", new DynamoDbApi(client));
            return this;
        }

        /** S3, with path-style addresses, and with {@code <bucket>.localhost} as the host. */
        public Builder s3(S3Client client) {
            s3 = new S3Api(client);
            return this;
        }

        /** What every request must have as its access key id, or as {@code Authorization: Bearer}; empty if none is required. */
        public Builder token(Optional<String> secret) {
            token = secret.orElse(null);
            return this;
        }

        /** A port; 0, which is the default, for any that is free. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /**
         * Binds the port on loopback; nobody is answered before {@link CloudEndpoint#open}.
         *
         * @throws AddressInUse if somebody else has the port
         */
        public CloudEndpoint bind() {
            return new CloudEndpoint(this);
        }

        /** Binds the port and answers. */
        public CloudEndpoint start() {
            CloudEndpoint endpoint = bind();
            endpoint.open();
            return endpoint;
        }
    }
}
