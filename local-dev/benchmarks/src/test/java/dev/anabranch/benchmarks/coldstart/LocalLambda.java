package dev.anabranch.benchmarks.coldstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The environment of a function during one cold start: Lambda's runtime API, which sends one event, and a DynamoDB that
 * accepts every write immediately.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime API</a>
 */
final class LocalLambda implements AutoCloseable {

    private static final String API = "/2018-06-01/runtime/";
    private static final byte[] ATTRIBUTES = "{\"Attributes\":{\"n\":{\"N\":\"1\"}}}".getBytes(StandardCharsets.UTF_8);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;

    private final byte[] event;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Reached> reached = new ArrayBlockingQueue<>(8);
    private final CountDownLatch restored = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger deliveries = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();

    /** A state of the function, its time, and what the function sent. */
    record Reached(Point point, long nanos, String body) {}

    /** The reported states. */
    enum Point {
        /** SnapStart would take its snapshot now. */
        SNAPSHOT,
        /** The first event has been answered. */
        ANSWERED,
        /** The function did not start, or failed. */
        FAILED
    }

    private LocalLambda(String event, HttpServer server) {
        this.event = event.getBytes(StandardCharsets.UTF_8);
        this.server = server;
    }

    static LocalLambda open(String event) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LocalLambda lambda = new LocalLambda(event, server);
        server.setExecutor(lambda.threads);
        server.createContext(API, lambda::runtimeApi);
        server.createContext("/", lambda::dynamoDb);
        server.start();
        return lambda;
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns the number of writes to DynamoDB, with SnapStart only those since the restore. */
    int writes() {
        return writes.get();
    }

    /** Resumes a function that waits for its snapshot, as a restore does. */
    long restore() {
        writes.set(0);
        long now = System.nanoTime();
        restored.countDown();
        return now;
    }

    Reached await(Point point, long seconds) throws InterruptedException {
        Reached next = reached.poll(seconds, TimeUnit.SECONDS);
        if (next == null || next.point() != point) {
            throw new IllegalStateException("The function should have reached " + point + " but "
                    + (next == null
                            ? "is silent for " + seconds + " seconds."
                            : "is at " + next.point() + ": " + next.body()));
        }
        return next;
    }

    private void runtimeApi(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String what = exchange.getRequestURI().getPath().substring(API.length());
        if (what.equals("invocation/next")) {
            if (deliveries.incrementAndGet() > 1) {
                hold(over);
            }
            exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", "request-1");
            exchange.getResponseHeaders()
                    .add("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 60_000));
            exchange.getResponseHeaders()
                    .add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:f");
            exchange.getResponseHeaders()
                    .add("Lambda-Runtime-Trace-Id", "Root=1-0-0"); // The client crashes without it.
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            answer(exchange, OK, event);
        } else if (what.equals("restore/next")) {
            reached.add(new Reached(Point.SNAPSHOT, now, body));
            hold(restored);
            answer(exchange, OK, new byte[0]);
        } else {
            reached.add(new Reached(what.endsWith("/response") ? Point.ANSWERED : Point.FAILED, now, body));
            answer(exchange, ACCEPTED, new byte[0]);
        }
    }

    private void dynamoDb(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target == null) {
            answer(exchange, NOT_FOUND, new byte[0]);
            return;
        }
        boolean write = target.endsWith(".UpdateItem");
        if (write) {
            writes.incrementAndGet();
        }
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        answer(exchange, OK, write ? ATTRIBUTES : "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        over.countDown();
        restored.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
