package dev.anabranch.stores.internal.http.server;

import com.sun.net.httpserver.Headers;
import dev.anabranch.stores.internal.storage.StoreMeter;
import org.jspecify.annotations.Nullable;

/**
 * Returns to the sender of a request what AWS would bill for it, in a header of the response. So a process that uses the
 * stores of another one has the same bill as with its own stores.
 */
public final class RequestCosts implements StoreMeter {

    /** The header: events, separated by commas, each with parts separated by colons. */
    public static final String HEADER = "x-anabranch-cost";

    private static final String DYNAMODB = "dynamodb";
    private static final String S3 = "s3";
    private static final String STORED = "stored";

    @SuppressWarnings("ThreadLocalUsage") // One for each of the few servers, whose threads end with it.
    private final ThreadLocal<@Nullable Headers> response = new ThreadLocal<>();

    /** Writes the events of this thread to the header of a response from now on. */
    public void begin(Headers headers) {
        response.set(headers);
    }

    @Override
    public void dynamoDb(String operation, double readUnits, double writeUnits) {
        add(DYNAMODB, operation, Double.toString(readUnits), Double.toString(writeUnits));
    }

    @Override
    public void s3(String operation, long bytes) {
        add(S3, operation, Long.toString(bytes));
    }

    @Override
    public void stored(Store store, long bytes) {
        add(STORED, store.name(), Long.toString(bytes));
    }

    private void add(String... event) {
        Headers headers = response.get();
        if (headers != null) {
            String earlier = headers.getFirst(HEADER);
            headers.set(HEADER, (earlier == null ? "" : earlier + ",") + String.join(":", event));
        }
    }

    /** Passes the events of a response to a meter. */
    public static void replay(String header, StoreMeter meter) {
        for (String event : header.split(",", -1)) {
            String[] parts = event.split(":", -1);
            switch (parts[0]) {
                case DYNAMODB -> meter.dynamoDb(parts[1], Double.parseDouble(parts[2]), Double.parseDouble(parts[3]));
                case S3 -> meter.s3(parts[1], Long.parseLong(parts[2]));
                case STORED -> meter.stored(StoreMeter.Store.valueOf(parts[1]), Long.parseLong(parts[2]));
                default -> throw new IllegalArgumentException("The event `" + event + "` is unknown.");
            }
        }
    }
}
